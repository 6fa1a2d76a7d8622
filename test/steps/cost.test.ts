import { expect, test } from 'vitest'
import { aptRepository, serveApt } from './copy/apt-repository.ts'
import { runInCopy } from './copy/copy.ts'
import { hosts, programOf } from './copy/plan.ts'

// A no-op run is as fast as its checks start few processes. Counted here in dash for each further step of a kind, one of
// them for the step itself: what one look tells of many steps is asked once.

const prepare = `${serveApt}
dpkg -i /srv/www/*.deb
mkdir -p /run/systemd/system /sys/module/np_test
rm -rf /etc/systemd/system/*.wants/*.swap
printf 'Filename\\n' >/run/swaps; mount --bind /run/swaps /proc/swaps; : >/etc/fstab`
const doubles = {
  systemctl: `#!/bin/sh\n[ "$1" != restart ] || exec /lib/systemd/systemd-sysctl --prefix=/net/ipv4\necho Id=crio.service; echo "LoadState=loaded ActiveState=active UnitFileState=enabled NeedDaemonReload=no"\n`,
  modprobe: '#!/bin/sh\n',
}
const files = {
  'repository.tar': aptRepository(['np-a', 'np-b', 'np-c'].map((name) => ({ name, version: '1.2.3-1' }))),
}
const repository = { name: 'test', url: 'http://127.0.0.1/', key: 'http://127.0.0.1/key.asc' }
const sysctl = { 'net.ipv4.ip_forward': 1, 'net.ipv4.ip_default_ttl': 64, 'net.ipv4.tcp_sack': 1 }

test.each([
  ['file', { path: '/etc/np', content: 'x' }, 'nothing', 1],
  ['toml', { path: '/etc/containerd/config.toml', set: { a: 1 } }, 'nothing', 1],
  ['kernelModule', { name: 'np_test' }, 'nothing', 1],
  ['sysctl', { file: '/etc/sysctl.d/99-zz-np.conf', values: sysctl }, 'cat', 2],
  ['swap', { state: 'off' }, 'awk and a subshell', 3],
  ['selinux', { mode: 'permissive' }, 'nothing', 1],
  ['repository', repository, 'nothing', 1],
  ['package', { packages: ['np-a=1.2', 'np-b=1.2.3', 'np-c'] }, 'nothing', 1],
  ['service', { name: 'crio', enabled: true, state: 'started' }, 'nothing', 1],
  ['command', { title: 't', env: { A: 'b' }, check: '[ "$A" = b ]', apply: ':' }, 'nothing', 1],
] as const)('the check of %s starts no more than it must', async (kind, params, _starts, expected) => {
  const copies = 10
  const steps = Array.from({ length: 2 * copies }, (_, i) => ({ kind, params, id: `${kind}-${i}` }))
  const count = (program: string, out: string) => `
    before=$(sh -c 'echo $$')
    sh /case/${program} >/dev/null 2>&1
    after=$(sh -c 'echo $$')
    echo $((after - before)) >/run/${out}`
  const programs = {
    half: programOf(steps.slice(copies), hosts.debian12, 'check'),
    all: programOf(steps, hosts.debian12, 'check'),
  }
  const results = await runInCopy({ shell: 'dash', prepare, doubles, files: { ...files, ...programs } }, [
    { name: 'apply', text: programOf(steps.slice(0, 1), hosts.debian12, 'apply') },
    { name: 'all', text: programs.all },
    { name: 'count', text: `${count('half', 'half')}\n${count('all', 'all')}\ncat /run/half /run/all` },
  ])
  expect(results.get('all')?.output.match(/^\x1enonce ok /gm)).toHaveLength(2 * copies)
  const [half = 0, all = 0] = (results.get('count')?.output ?? '').trim().split('\n').map(Number)
  expect((all - half) / copies).toBe(expected)
})
