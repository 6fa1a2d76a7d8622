import { systemctlDouble, unit } from './copy/systemctl-double.ts'
import { testConverges, testFails, testGolden, testRefused } from './copy/tests.ts'

const off = [{ kind: 'swap', params: { state: 'off' } }]

testGolden('swap', [{ name: 'off', params: { state: 'off' } }])
testRefused('swap', [
  [{ state: 'on' }, 'state: Invalid input: expected "off"'],
  [{ state: false }, 'state: Invalid input: expected "off"'],
])

const header = 'Filename\\tType\\tSize\\tUsed\\tPriority'
const swapoff = `#!/bin/sh
# swapoff-double
[ "$*" = -a ] || { echo "swapoff-double: unexpected: $*" >&2; exit 64; }
[ ! -e /run/swapoff-fails ] || { echo 'swapoff: /dev/vdb: swapoff failed: Cannot allocate memory' >&2; exit 1; }
printf '${header}\\n' >/run/swaps
`
const doubles = { systemctl: systemctlDouble, swapoff }

/** A machine with the given swap in use, lines in fstab, and nothing of this machine's own units. */
function machine(swaps: string, fstab: string, more = ''): string {
  return `
    printf '${header}\\n${swaps}' >/run/swaps
    mount --bind /run/swaps /proc/swaps
    printf '${fstab}' >/etc/fstab
    rm -rf /etc/systemd/system/*.wants /etc/systemd/system/*.requires
    mkdir -p /run/systemd/system
    ${more}`
}
const link = (folder: string, name: string) => `mkdir -p ${folder}; ln -s ../${name} ${folder}/${name}`
const root = 'UUID=1 / ext4 defaults 0 1\\n'

testConverges([
  {
    name: 'a partition in use, from fstab',
    doubles,
    prepare: machine(
      '/dev/vdb partition 1 0 -2\\n',
      `${root}# UUID=3 none swap sw 0 0\\n/dev/vdb\\tnone\\tswap\\tsw,nofail\\t0\\t0\\n/swapfile none swap defaults 0 0\\n`,
      `${link('/run/systemd/generator/swap.target.requires', 'dev-vdb.swap')}
      echo 'rm -rf /run/systemd/generator' >/run/on-reload`,
    ),
    steps: off,
    afterwards: `
      printf '${root}# UUID=3 none swap sw 0 0\\n# nodeprep: /dev/vdb\\tnone\\tswap\\tsw,nofail\\t0\\t0\\n# nodeprep: /swapfile none swap defaults 0 0\\n' | diff - /etc/fstab
      grep -q '^/swapfile' /var/lib/nodeprep/before/files/etc/fstab || echo not kept
      sed -i 's/^# nodeprep: //' /etc/fstab; cmp /etc/fstab /var/lib/nodeprep/before/files/etc/fstab`,
  },
  {
    name: 'nothing in use, but a line in fstab for the next boot',
    doubles,
    prepare: machine('', `${root}/dev/vdb none swap sw 0 0\\n`),
    steps: off,
  },
  {
    name: 'zram and a discovered partition, whose units come from generators',
    doubles,
    prepare: machine(
      '/dev/zram0 partition 1 0 100\\n',
      root,
      [
        unit('dev-zram0.swap', { ActiveState: 'active' }),
        unit('dev-vda3.swap', { ActiveState: 'active' }),
        link('/run/systemd/generator/swap.target.wants', 'dev-zram0.swap'),
        link('/run/systemd/generator.late/swap.target.wants', 'dev-vda3.swap'),
      ].join('\n'),
    ),
    steps: off,
    afterwards: `
      [ "$(readlink /etc/systemd/system/dev-zram0.swap)" = /dev/null ] || echo dev-zram0.swap is not masked
      [ "$(readlink /etc/systemd/system/dev-vda3.swap)" = /dev/null ] || echo dev-vda3.swap is not masked
      [ "$(cat /var/lib/nodeprep/before/unit/dev-zram0.swap)" = enabled ] || echo not remembered`,
  },
  {
    name: 'a service that swaps on, and a unit file of the administrator',
    doubles,
    prepare: machine(
      '/dev/zram0 partition 1 0 100\\n/data/swap file 1 0 -2\\n',
      root,
      [
        unit('zramswap.service', { ActiveState: 'active' }),
        unit('data-swap.swap', { ActiveState: 'active' }),
        link('/etc/systemd/system/multi-user.target.wants', 'zramswap.service'),
        link('/etc/systemd/system/swap.target.wants', 'data-swap.swap'),
        'echo "[Swap]" >/etc/systemd/system/data-swap.swap',
      ].join('\n'),
    ),
    steps: off,
    afterwards: `
      [ "$(readlink /etc/systemd/system/zramswap.service)" = /dev/null ] || echo zramswap is not masked
      [ -f /etc/systemd/system/data-swap.swap ] || echo the unit of the administrator is gone`,
  },
])

testFails([
  {
    name: 'says why swap cannot be turned off',
    doubles,
    prepare: machine('/dev/vdb partition 1 0 -2\\n', root, 'touch /run/swapoff-fails'),
    steps: off,
    says: 'swapoff failed: probably there is too little free memory for what is swapped out',
  },
])
