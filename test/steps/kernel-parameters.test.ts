import { grubby, updateGrub } from './boot-loader-doubles.ts'
import { testConverges, testFails, testGolden, testRefused } from './copy/tests.ts'

const one = { name: 'cgroup', values: { 'systemd.unified_cgroup_hierarchy': 1 } }
const two = { name: 'cluster', values: { 'systemd.unified_cgroup_hierarchy': '1', nosmt: '' } }

testGolden('kernelParameters', [
  { name: 'debian', params: two },
  { name: 'rhel', params: two, on: 'rocky9' },
])

const value = 'values.a: write it without blanks and quotes'
testRefused('kernelParameters', [
  [{ name: 'x', values: {} }, 'values: name at least one parameter'],
  [
    { name: 'x', values: { 'a b': 1 } },
    'values.a b: write the name of a kernel parameter such as systemd.unified_cgroup_hierarchy',
  ],
  [{ name: 'x', values: { a: 'two words' } }, value],
  [{ name: 'x', values: { a: '"' } }, value],
  [{ name: 'x', values: { a: '$(reboot)' } }, value],
  [{ name: 'x', values: { a: 'b;c' } }, value],
])

const cmdline = (text: string) => `echo '${text}' >/run/cmdline; mount --bind /run/cmdline /proc/cmdline\n`
const noLoader = 'rm -f /usr/sbin/update-grub /usr/sbin/grubby\n'
const entries = `mkdir -p /boot/entries
echo 'ro quiet systemd.unified_cgroup_hierarchy=0' >/boot/entries/5.14
echo 'ro quiet' >/boot/entries/0-rescue
`
const owed = `read -r mark why </var/lib/nodeprep/owed/reboot && read -r boot </proc/sys/kernel/random/boot_id
[ "$mark" = "$boot" ] || echo "the mark is $mark, the boot is $boot"
`

testConverges([
  {
    name: 'a parameter that neither GRUB nor the kernel has',
    doubles: { 'update-grub': updateGrub },
    prepare: cmdline('BOOT_IMAGE=/vmlinuz root=/dev/vda1 ro quiet'),
    steps: [{ kind: 'kernelParameters', params: two }],
    afterwards: `${owed}[ "$why" = 'kernel parameters systemd.unified_cgroup_hierarchy=1 nosmt' ] || echo "the reason is $why"
[ "$(grep -c 'ro quiet systemd.unified_cgroup_hierarchy=1 nosmt$' /boot/grub/grub.cfg)" = 2 ] || cat /boot/grub/grub.cfg
[ -e /var/lib/nodeprep/before/files/etc/default/grub.d/99-nodeprep-cluster.cfg.absent ] || echo 'not remembered'`,
  },
  {
    name: 'a parameter that the kernel has and GRUB has not owes no reboot',
    doubles: { 'update-grub': updateGrub },
    prepare: cmdline('ro systemd.unified_cgroup_hierarchy=0 systemd.unified_cgroup_hierarchy=1'),
    steps: [{ kind: 'kernelParameters', params: one }],
    afterwards: '[ ! -e /var/lib/nodeprep/owed/reboot ] || echo a reboot is owed',
  },
  {
    name: 'a parameter that a later one overrides is not there',
    doubles: { 'update-grub': updateGrub },
    prepare: cmdline('ro systemd.unified_cgroup_hierarchy=1 systemd.unified_cgroup_hierarchy=0'),
    steps: [{ kind: 'kernelParameters', params: one }],
    afterwards: owed,
  },
  {
    name: 'a parameter of which GRUB was told, but update-grub was cut off',
    doubles: { 'update-grub': updateGrub },
    prepare: `${cmdline('ro')}mkdir -p /etc/default/grub.d
echo 'GRUB_CMDLINE_LINUX_DEFAULT="$GRUB_CMDLINE_LINUX_DEFAULT systemd.unified_cgroup_hierarchy=1"' >/etc/default/grub.d/99-nodeprep-cgroup.cfg`,
    steps: [{ kind: 'kernelParameters', params: one }],
    afterwards: owed,
  },
  {
    name: 'a parameter that one of the kernels has with another value',
    on: 'rocky9',
    doubles: { grubby },
    prepare: cmdline('ro quiet') + entries,
    steps: [{ kind: 'kernelParameters', params: one }],
    afterwards: `${owed}[ "$(cat /boot/entries/*)" = "ro quiet systemd.unified_cgroup_hierarchy=1
ro quiet systemd.unified_cgroup_hierarchy=1" ] || cat /boot/entries/*
read -r before </var/lib/nodeprep/before/kernelParameter/systemd.unified_cgroup_hierarchy
[ "$before" = systemd.unified_cgroup_hierarchy=0 ] || echo "remembered: $before"`,
  },
])

testFails([
  {
    name: 'a host without a boot loader that is known says what to do by hand',
    prepare: cmdline('ro') + noLoader,
    steps: [{ kind: 'kernelParameters', params: one }],
    says: "this host has no update-grub, so nodeprep does not know its boot loader: put systemd.unified_cgroup_hierarchy=1 onto its kernel's command line by hand",
  },
  {
    name: 'a host that has rebooted without the parameter is not sent through another reboot',
    doubles: { 'update-grub': updateGrub },
    prepare: `${cmdline('ro')}mkdir -p /etc/default/grub.d /var/lib/nodeprep/owed
echo 'GRUB_CMDLINE_LINUX_DEFAULT="$GRUB_CMDLINE_LINUX_DEFAULT systemd.unified_cgroup_hierarchy=1"' >/etc/default/grub.d/99-nodeprep-cgroup.cfg
/usr/local/sbin/update-grub
echo 'another-boot kernel parameters' >/var/lib/nodeprep/owed/reboot`,
    steps: [{ kind: 'kernelParameters', params: one }],
    says: 'its kernel was started without systemd.unified_cgroup_hierarchy=1 although /boot/grub/grub.cfg has it',
  },
])
