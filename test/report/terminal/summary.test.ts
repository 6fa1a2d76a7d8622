import { expect, test } from 'vitest'
import type { Event } from '../../../src/report/event.ts'
import { RunState } from '../../../src/report/state.ts'
import { unstyled } from '../../../src/report/style.ts'
import { summary } from '../../../src/report/terminal/summary.ts'
import { Script } from '../events.ts'

function summarised(events: readonly Event[]): string {
  const state = new RunState()
  for (const event of events) state.apply(event)
  return summary(state, unstyled)
}

test('a thousand hosts with the same troubles are told in a few lines', async () => {
  const names = Array.from({ length: 1000 }, (_, i) => `w${i + 1}`)
  const script = new Script(names)
  names.forEach((name, i) => {
    if (i < 900) script.step(name, 1, 'swap off', { outcome: 'changed' }).ended(name, 'changed')
    else if (i < 950) script.ended(name, 'unreachable', unreachable(name))
    else script.step(name, 2, 'service crio enabled and running', failed(name)).ended(name, 'failed', stepFailed)
  })
  await expect(summarised(script.finished(1))).toMatchFileSnapshot('golden/thousand.txt')
})

const stepFailed = { code: 'step-failed', message: 'service crio enabled and running', remedy: 'Look.' } as const

function failed(name: string) {
  return { outcome: 'failed', output: `${name}: Job for crio.service failed` } as const
}

function unreachable(name: string) {
  return { code: 'unreachable', message: `${name}: no route to host`, remedy: 'Check the network.' } as const
}

test('a run without trouble names no log', () => {
  const text = summarised(new Script(['cp1']).step('cp1', 1, 'swap off').ended('cp1', 'ok').finished(0))
  expect(text).toBe('cp1  ok  1 ok, 41s\n\ndemo: 1 host, 0 changed in 1m03s\n')
})

test('an interrupted run says so and names its log', () => {
  const text = summarised(new Script(['cp1']).ended('cp1', 'interrupted').finished(130))
  expect(text).toContain('demo: 1 host, 0 changed, interrupted in 1m03s\nFull log: /state/runs/r1.log\n')
})

test('a plan with nothing to do says so', () => {
  const text = summarised(new Script(['cp1'], 'plan').step('cp1', 1, 'swap off').ended('cp1', 'ok').finished(0))
  expect(text).toContain('demo: 1 host, nothing to change in')
})

test('a step that was looked at before it was applied counts once', () => {
  const script = new Script(['cp1']).step('cp1', 1, 'swap off', { outcome: 'would-change' })
  script.step('cp1', 1, 'swap off', { outcome: 'changed' }).ended('cp1', 'changed')
  expect(summarised(script.finished(0))).toContain('cp1  changed  1 changed, 41s\n')
})

test('only the last lines of a long output are told', () => {
  const output = Array.from({ length: 100 }, (_, i) => `line ${i + 1}`).join('\n')
  const script = new Script(['w1']).step('w1', 1, 'swap off', { outcome: 'failed', output }).ended('w1', 'failed')
  const text = summarised(script.finished(1))
  expect(text).not.toContain('line 85\n')
  expect(text).toContain('  w1 | line 86\n')
  expect(text).toContain('  w1 | line 100\n')
})

test('eleven different reasons are not all told', () => {
  const names = Array.from({ length: 11 }, (_, i) => `w${i + 1}`)
  const script = new Script(names)
  for (const [i, name] of names.entries())
    script.ended(name, 'failed', { code: 'preflight', message: `reason ${i}`, remedy: undefined })
  expect(summarised(script.finished(1))).toContain('1 more reason is in the log.\n')
})

test('case 32: hosts unreachable for different reasons are told apart, though the remedy is the same', () => {
  const remedy = 'See that sshd runs there.'
  const script = new Script(['w1', 'w2', 'w3', 'w10'])
  const at = Date.now()
  for (const [host, address] of Object.entries({
    w1: '10.0.0.1',
    w2: '10.0.0.2',
    w3: 'nowhere.example',
    w10: '10.0.0.10',
  }))
    script.events.push({ type: 'host-connecting', at, host, via: `ssh root@${address}:22` })
  const refused = (name: string, address: string) => ({
    ...({ code: 'unreachable', message: `${name} (${address}:22): connection refused`, remedy } as const),
  })
  script.ended('w1', 'unreachable', refused('w1', '10.0.0.1')).ended('w2', 'unreachable', refused('w2', '10.0.0.2'))
  const unknown = { code: 'unreachable', message: 'w3: no such host nowhere.example', remedy } as const
  script.ended('w3', 'unreachable', unknown).ended('w10', 'unreachable', refused('w10', '10.0.0.10'))
  const text = summarised(script.finished(3))
  expect(text).toContain('unreachable w1, w2, w10\n  w1 (10.0.0.1:22): connection refused\n')
  expect(text).toContain('unreachable w3\n  w3: no such host nowhere.example\n')
})

test('case 29: the last line counts hosts by outcome', () => {
  const script = new Script(['cp1', 'w1', 'w2'])
    .step('cp1', 1, 'x', { outcome: 'failed' })
    .ended('cp1', 'failed', stepFailed)
  script.step('w1', 2, 'y', { outcome: 'blocked' }).ended('w1', 'blocked', stepFailed)
  const text = summarised(script.ended('w2', 'unreachable', unreachable('w2')).finished(1))
  expect(text).toContain('demo: 3 hosts, 0 changed, 1 failed, 1 unreachable, 1 blocked in 1m03s\n')
})

test('of host keys each is told, for each is to be compared', () => {
  const names = ['w1', 'w2', 'w3']
  const script = new Script(names)
  for (const name of names) {
    const message = `${name} is not in known_hosts; it showed the ssh-ed25519 key SHA256:${name}`
    script.ended(name, 'unreachable', { code: 'host-key-unknown', message, remedy: 'nodeprep trust cluster.yaml' })
  }
  const text = summarised(script.finished(3))
  for (const name of names) expect(text).toContain(`SHA256:${name}\n`)
  expect(text.split('nodeprep trust')).toHaveLength(2)
})
