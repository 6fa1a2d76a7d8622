import { expect, test } from 'vitest'
import { runInCopy, shells } from './copy/copy.ts'
import { hosts, outcomes, programOf } from './copy/plan.ts'
import { testConverges, testFails, testGolden, testRefused } from './copy/tests.ts'

testGolden('selinux', [
  { name: 'permissive', params: { mode: 'permissive' }, on: 'rocky9' },
  { name: 'enforcing', params: { mode: 'enforcing' }, on: 'rocky9' },
])

testRefused('selinux', [
  [{ mode: 'disabled' }, 'mode: Invalid option: expected one of "permissive"|"enforcing"'],
  [{}, 'mode: Invalid option: expected one of "permissive"|"enforcing"'],
])

/** What the kernel and the configuration say; '' for not there. */
function host(live: string, config: string): string {
  return `
    rm -rf /etc/selinux
    ${live && `mkdir /sys/fs/selinux; printf ${live} >/sys/fs/selinux/enforce`}
    ${config && `mkdir /etc/selinux; printf '# SELINUX= one of\\nSELINUX=${config}\\nSELINUXTYPE=targeted\\n' >/etc/selinux/config`}`
}
const permissive = [{ kind: 'selinux', params: { mode: 'permissive' } }]
const enforcing = [{ kind: 'selinux', params: { mode: 'enforcing' } }]

testConverges([
  {
    name: 'enforcing to permissive',
    on: 'rocky9',
    prepare: host('1', 'enforcing'),
    steps: permissive,
    afterwards: `
      [ "$(cat /sys/fs/selinux/enforce)" = 0 ] || echo still enforcing
      printf '# SELINUX= one of\\nSELINUX=permissive\\nSELINUXTYPE=targeted\\n' | cmp - /etc/selinux/config
      [ "$(cat /var/lib/nodeprep/before/selinux/live)" = 1 ] || echo not remembered`,
  },
  {
    name: 'permissive now, enforcing at the next boot',
    on: 'rocky9',
    prepare: host('0', 'enforcing'),
    steps: permissive,
  },
  {
    name: 'enforcing now, permissive at the next boot',
    on: 'rocky9',
    prepare: host('1', 'permissive'),
    steps: permissive,
  },
  {
    name: 'permissive to enforcing',
    on: 'rocky9',
    prepare: host('0', 'disabled'),
    steps: enforcing,
    afterwards: `grep -qx SELINUX=enforcing /etc/selinux/config || cat /etc/selinux/config`,
  },
])

test.each([
  ['permissive', 'absent', '', ''],
  ['permissive', 'disabled', '', 'disabled'],
  ['permissive', 'permissive', '0', 'permissive'],
  ['permissive', 'disabled from the next boot', '0', 'disabled'],
  ['enforcing', 'absent', '', ''],
  ['enforcing', 'enforcing', '1', 'enforcing'],
])('wanted %s is ok where SELinux is %s', async (mode, _, live, config) => {
  const program = programOf([{ kind: 'selinux', params: { mode } }], hosts.rocky9, 'check')
  for (const shell of shells) {
    const results = await runInCopy({ shell, prepare: host(live, config) }, [{ name: 'plan', text: program }])
    expect(outcomes(results.get('plan')?.output ?? '')).toEqual(['ok'])
  }
})

testFails([
  {
    name: 'does not turn on what was disabled',
    on: 'rocky9',
    prepare: host('', 'disabled'),
    steps: enforcing,
    says: 'SELinux is disabled on this host: set SELINUX=permissive in /etc/selinux/config, touch /.autorelabel, reboot',
  },
])
