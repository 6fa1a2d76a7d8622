import { expect, test } from 'vitest'
import { runInCopy, shells } from './copy/copy.ts'
import { hosts, outcomes, programOf } from './copy/plan.ts'
import { testGolden, testRefused } from './copy/tests.ts'

const token = { title: 'a token to join with', env: { TTL: '2h' }, script: 'kubeadm token create --ttl "$TTL"' }

testGolden('value', [{ name: 'token', params: token, provides: ['join'] }])

testRefused('value', [
  [{ ...token, script: '' }, 'script: must not be empty'],
  [
    { ...token, env: { NP_RUN: 'x' } },
    `env.NP_RUN: write a name of upper case letters, digits and \`_\`, none of PATH, IFS, ENV, LC_ALL, PS4, CDPATH, NP_…`,
  ],
])

const step = (script: string) => ({ kind: 'value', params: { ...token, script }, provides: ['join', 'other'] })

test.each(shells)('is made, given to who waits, and shown nowhere, in %s', async (shell) => {
  const steps = [step('printf "the secret of %s\\n" "$TTL"')]
  const results = await runInCopy({ shell }, [
    { name: 'plan', text: programOf(steps, hosts.debian12, 'check') },
    { name: 'apply', text: programOf(steps, hosts.debian12, 'apply') },
    { name: 'left', text: 'grep -rls "the secret" /run /var/lib/nodeprep' },
  ])
  expect(outcomes(results.get('plan')?.output ?? '')).toEqual(['would'])
  const output = results.get('apply')?.output ?? ''
  const encoded = Buffer.from('the secret of 2h\n').toString('base64')
  expect(outcomes(output)).toEqual(['ok'])
  expect(output).toContain(`\x1enonce value join ${encoded}\n`)
  expect(output).toContain(`\x1enonce value other ${encoded}\n`)
  expect(output).not.toContain('the secret')
  expect(results.get('left')?.output).toBe('exit status 1\n')
})

test('a script that fails gives nothing', async () => {
  const text = programOf([step('echo half; false; echo more')], hosts.debian12, 'apply')
  const results = await runInCopy({ shell: 'dash' }, [{ name: 'apply', text }])
  expect(outcomes(results.get('apply')?.output ?? '')).toEqual(['failed'])
  expect(results.get('apply')?.output).not.toContain('nonce value')
})
