import { expect, test } from 'vitest'
import { hosts, kindOf, outcomes, programOf } from './copy/plan.ts'
import { runInCopy } from './copy/copy.ts'
import { testFails, testGolden, testRefused } from './copy/tests.ts'

testGolden('reboot', [{ name: 'allowed', params: { allowed: true, timeout: 300 } }])
testRefused('reboot', [[{}, 'allowed: Invalid input: expected boolean, received undefined']])

const owed = `mkdir -p /var/lib/nodeprep/owed
echo "$(cat /proc/sys/kernel/random/boot_id) kernel parameters nosmt" >/var/lib/nodeprep/owed/reboot
`
const steps = (allowed: boolean) => [{ kind: 'reboot', params: { allowed } }]

testFails([
  {
    name: 'whoever does not allow it is told why it is owed and what to do',
    prepare: owed,
    steps: [{ kind: 'reboot', params: { allowed: false, refusal: "it isn't allowed, says $HOME" } }],
    says: "a reboot is owed, for kernel parameters nosmt: it isn't allowed, says $HOME",
  },
  {
    name: 'a reboot that systemctl refuses is a failure, and not waited for',
    prepare: owed,
    doubles: { systemctl: '#!/bin/sh\n[ "$*" = reboot ] || exit 64\necho "Operation inhibited by ops." >&2; exit 1\n' },
    steps: steps(true),
    says: 'systemctl reboot failed, see above',
  },
])

test('a reboot is owed before the step that requires it writes, and its reason names that step', async () => {
  const change = { kind: 'file', params: { path: '/etc/round', content: '1' }, owes: ['reboot'] }
  const all = [change, { kind: 'reboot', params: { allowed: false, restartedBy: ['file-1'] } }]
  const results = await runInCopy({ shell: 'dash' }, [
    { name: 'plan', text: programOf(all, hosts.debian12, 'check') },
    { name: 'apply', text: programOf(all, hosts.debian12, 'apply') },
  ])
  expect(outcomes(results.get('plan')?.output ?? '')).toEqual(['would', 'would'])
  const output = results.get('apply')?.output ?? ''
  expect(outcomes(output)).toEqual(['changed', 'failed'])
  expect(output).toContain('a reboot is owed, for the change by step file-1: reboot the host by hand')
})

test('nothing is owed where there is no mark, or one of an earlier boot; a plan takes a parameter that is to come for owed', async () => {
  const parameters = { kind: 'kernelParameters', params: { name: 'x', values: { nosmt: '' } } }
  const seen = async (prepare: string, all: readonly { kind: string; params: unknown }[]) => {
    const text = programOf(all, hosts.debian12, 'check')
    const results = await runInCopy({ shell: 'dash', prepare }, [{ name: 'plan', text }])
    return outcomes(results.get('plan')?.output ?? '')
  }
  expect(await seen('', steps(true))).toEqual(['ok'])
  expect(await seen(owed, steps(true))).toEqual(['would'])
  expect(await seen(owed.replace('$(cat', 'an-earlier-boot #$(cat'), steps(true))).toEqual(['ok'])
  expect(await seen('', [parameters, ...steps(true)])).toEqual(['would', 'would'])
  expect(kindOf('reboot').title({ allowed: false })).toContain('to be done by hand')
})
