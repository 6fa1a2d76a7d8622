import { expect, test } from 'vitest'
import { runInCopy, shells } from './copy/copy.ts'
import { hosts, outcomes, programOf } from './copy/plan.ts'
import { testFails, testGolden, testRefused } from './copy/tests.ts'

const ready = {
  title: 'CRI-O answers on its socket',
  env: { SOCKET: '/run/crio/crio.sock' },
  check: '[ -S "$SOCKET" ] && crictl info >/dev/null',
  timeout: 60,
  interval: 1,
  why: 'journalctl -u crio -n 5',
}

testGolden('wait', [
  { name: 'why', params: ready },
  { name: 'short', params: { title: 'it is there', check: '[ -e /there ]', timeout: 5 } },
])

testRefused('wait', [
  [{ ...ready, timeout: undefined }, 'timeout: Invalid input: expected number, received undefined'],
  [{ ...ready, timeout: 100_000 }, 'timeout: Too big: expected number to be <=86400'],
  [{ ...ready, interval: 0.5 }, 'interval: Invalid input: expected int, received number'],
])

test.each(shells)('waits until it holds and changes nothing, in %s', async (shell) => {
  const params = {
    title: 'it is there',
    env: { FILE: '/etc/it is there' },
    check: '[ -e "$FILE" ]',
    timeout: 60,
    interval: 1,
  }
  const program = programOf([{ kind: 'wait', params }], hosts.debian12, 'apply')
  const results = await runInCopy({ shell, prepare: `(sleep 1; touch '/etc/it is there') >/dev/null 2>&1 &` }, [
    { name: 'apply', text: program },
    { name: 'again', text: program },
  ])
  const output = results.get('apply')?.output ?? ''
  expect(outcomes(output)).toEqual(['ok'])
  expect(output).toContain('nonce say 1 waiting for up to 60 s: it is there')
  expect(outcomes(results.get('again')?.output ?? '')).toEqual(['ok'])
  expect(results.get('again')?.output).not.toContain('waiting')
})

testFails([
  {
    name: 'says on a timeout what its author has to say',
    steps: [
      {
        kind: 'wait',
        params: {
          title: 'it is there',
          env: { WHO: "O'Neill" },
          check: 'false',
          timeout: 1,
          interval: 1,
          why: 'echo "ask $WHO"; exit 3',
        },
      },
    ],
    says: "ask O'Neill\nnot within 1 s: it is there",
  },
])
