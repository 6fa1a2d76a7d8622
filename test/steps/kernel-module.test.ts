import { testConverges, testFails, testGolden, testRefused } from './copy/tests.ts'

testGolden('kernelModule', [
  { name: 'br_netfilter', params: { name: 'br_netfilter' } },
  { name: 'dashes', params: { name: 'nf-conntrack-ftp' } },
])

const message = 'name: write the name of a kernel module: br_netfilter'
testRefused('kernelModule', [
  [{ name: '-a' }, message],
  [{ name: 'x/../y' }, message],
  [{ name: 'x\ny' }, message],
  [{ name: '' }, message],
])

/** Stands in for modprobe: a module is loaded once /sys/module knows it. */
const modprobe = `#!/bin/sh
# modprobe-double: knows one module, and no option.
[ $# -eq 1 ] && [ "$1" = np-test ] || { echo "modprobe-double: unexpected: $*" >&2; exit 64; }
mkdir /sys/module/np_test
`

testConverges([
  {
    name: 'a module that is not loaded',
    doubles: { modprobe },
    steps: [{ kind: 'kernelModule', params: { name: 'np-test' } }],
    afterwards: '[ "$(cat /etc/modules-load.d/nodeprep-np-test.conf)" = np-test ] || echo not listed',
  },
  {
    name: 'a module that is loaded but not listed is not loaded again',
    doubles: { modprobe: '#!/bin/sh\necho "modprobe-double: unexpected: $*"; exit 64\n' },
    prepare: 'mkdir /sys/module/np_test',
    steps: [{ kind: 'kernelModule', params: { name: 'np_test' } }],
  },
  {
    name: 'a module built in, known by its file system',
    doubles: { modprobe: '#!/bin/sh\necho "modprobe-double: unexpected: $*"; exit 64\n' },
    steps: [{ kind: 'kernelModule', params: { name: 'proc' } }],
  },
  {
    name: 'a module built in, known by modules.builtin in the other spelling',
    doubles: { modprobe: '#!/bin/sh\necho "modprobe-double: unexpected: $*"; exit 64\n' },
    prepare: 'd=/lib/modules/$(uname -r); mkdir -p $d; echo kernel/x/np-built_in.ko >>$d/modules.builtin',
    steps: [{ kind: 'kernelModule', params: { name: 'np_built-in' } }],
  },
])

testFails([
  {
    name: 'says what to do when the kernel does not have the module',
    doubles: { modprobe: '#!/bin/sh\necho "modprobe: FATAL: Module $1 not found." >&2; exit 1\n' },
    steps: [{ kind: 'kernelModule', params: { name: 'np_missing' } }],
    says: 'has no module np_missing: reboot if the kernel was upgraded',
  },
])
