import { expect, test } from 'vitest'
import { runInCopy, shells } from './copy/copy.ts'
import { hosts, outcomes, programOf } from './copy/plan.ts'
import { testConverges, testFails, testGolden, testRefused } from './copy/tests.ts'

const policy = {
  title: 'iptables forwards what nodes send',
  env: { NETWORK: "10.244.0.0/16' $(reboot)" },
  check: 'iptables -C FORWARD -s "$NETWORK" -j ACCEPT',
  apply: 'iptables -A FORWARD -s "$NETWORK" -j ACCEPT\n',
}

testGolden('command', [
  { name: 'env', params: policy },
  { name: 'timeout', params: { title: 'done', check: '[ -e /done ]', apply: 'touch /done', timeout: 30 } },
])

const envMessage =
  'write a name of upper case letters, digits and `_`, none of PATH, IFS, ENV, LC_ALL, PS4, CDPATH, NP_…'
testRefused('command', [
  [{ ...policy, env: { PATH: '/x' } }, `env.PATH: ${envMessage}`],
  [{ ...policy, env: { NP_RUN: '/x' } }, `env.NP_RUN: ${envMessage}`],
  [{ ...policy, env: { 'A;reboot': 'x' } }, `env.A;reboot: ${envMessage}`],
  [{ ...policy, env: { A: 'a\0' } }, 'env.A: must not contain NUL'],
  [{ ...policy, title: 'two\nlines' }, 'title: must be one line without control characters'],
  [{ ...policy, check: '  ' }, 'check: must not be empty'],
  [{ ...policy, timeout: 0 }, 'timeout: Too small: expected number to be >=1'],
])

const hostile = `'" \\ $(touch /pwned) \`touch /pwned\` {{braces}} é\n\ttwo`

testConverges([
  {
    name: 'a command whose values are hostile',
    steps: [
      {
        kind: 'command',
        params: {
          title: 'the text is there',
          env: { TEXT: hostile, FILE: '/etc/nodeprep test' },
          check: '[ "$(cat "$FILE")" = "$TEXT" ]',
          apply: `printf '%s\\n' "$TEXT" >"$FILE" # {{not a template}}`,
        },
      },
    ],
    afterwards: '[ ! -e /pwned ] || echo pwned',
  },
  {
    name: 'a command in time leaves no watchdog behind',
    steps: [
      {
        kind: 'command',
        params: { title: 'done', check: '[ -e /etc/done ]', apply: 'sleep 0.1\ntouch /etc/done', timeout: 300 },
      },
    ],
    afterwards: `! grep -l '^sleep' /proc/[0-9]*/comm`,
  },
])

const slow = {
  kind: 'command',
  params: { title: 'never', check: 'false', apply: 'echo begun; (sleep 300; sleep 301) & sleep 302', timeout: 1 },
}

test.each(shells)('what takes too long is ended with all it started, in %s', async (shell) => {
  const results = await runInCopy({ shell }, [
    { name: 'apply', text: programOf([slow], hosts.debian12, 'apply') },
    { name: 'left', text: `grep -l '^sleep' /proc/[0-9]*/comm` },
  ])
  const output = results.get('apply')?.output ?? ''
  expect(outcomes(output)).toEqual(['failed'])
  expect(output).toContain('begun')
  expect(output).toContain('ended after 1 seconds: it took too long')
  expect(results.get('left')?.output).not.toContain('/proc/')
})

test('case 29: a passive script does its work and is not counted as a change', async () => {
  const params = { title: 't', check: '[ -e /etc/t ]', apply: 'touch /etc/t; echo done', passive: true }
  const text = programOf([{ kind: 'command', params }], hosts.debian12, 'apply')
  const results = await runInCopy({ shell: 'dash' }, [{ name: 'apply', text }])
  const output = results.get('apply')?.output ?? ''
  expect(outcomes(output)).toEqual(['ok'])
  expect(output).toContain('done')
})

testFails([
  {
    name: 'stops at the first command that fails',
    steps: [
      { kind: 'command', params: { title: 't', check: '[ -e /etc/t ]', apply: 'echo one\nfalse\ntouch /etc/t' } },
    ],
    says: 'one',
  },
  {
    name: 'stops at the first command that fails under a timeout too',
    steps: [
      { kind: 'command', params: { title: 't', check: '[ -e /etc/t ]', apply: 'false\ntouch /etc/t', timeout: 300 } },
    ],
    says: 'nonce failed 1 1',
  },
  {
    name: 'is failed when its check does not hold afterwards, whatever its exit status',
    steps: [{ kind: 'command', params: { title: 't', check: 'false', apply: 'true' } }],
    says: 'nonce failed 1 0',
  },
])
