import { execa } from 'execa'
import { expect, test } from 'vitest'
import { missingCapabilities } from '../../src/kind/capabilities.ts'

test.each([
  ['000001ffffffffff', 40, []],
  ['000001fffeffffff', 40, ['CAP_SYS_RESOURCE']],
  ['0000003fffffffff', 40, ['CAP_PERFMON', 'CAP_BPF', 'CAP_CHECKPOINT_RESTORE']],
  ['000001ffffffffff', 41, ['CAP_41']],
  ['0000003fffffffff', 37, []],
])('a bounding set of %s under a kernel whose last capability is %i lacks %j', (bounding, last, missing) => {
  expect(missingCapabilities(`Name:\tcat\nCapEff:\t${bounding}\nCapBnd:\t${bounding}\n${last}\n`)).toEqual(missing)
})

test('what the kernel says of a process that gave one up is read', async () => {
  const files = ['/proc/self/status', '/proc/sys/kernel/cap_last_cap']
  const { stdout } = await execa('sh', ['-c', `exec setpriv --bounding-set=-sys_boot cat ${files.join(' ')}`])
  expect(missingCapabilities(`${stdout}\n`)).toContain('CAP_SYS_BOOT')
})
