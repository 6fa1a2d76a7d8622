import { afterEach, expect, test, vi } from 'vitest'
import { PlainReporter } from '../../../src/report/terminal/plain.ts'
import { coloured, unstyled } from '../../../src/report/style.ts'
import { eventfulApply, plan } from '../events.ts'
import { Kept, written } from '../written.ts'

afterEach(() => vi.useRealTimers())

test('an apply is one line an event, silent about steps that were fine, with a summary at the end', async () => {
  const text = await written((output) => new PlainReporter(output, unstyled), eventfulApply())
  await expect(text).toMatchFileSnapshot('golden/apply.txt')
})

test('a plan shows what would change on each host, with diffs', async () => {
  const text = await written((output) => new PlainReporter(output, unstyled), plan())
  await expect(text).toMatchFileSnapshot('golden/plan.txt')
})

test('colours change nothing but the colours', async () => {
  for (const events of [eventfulApply(), plan()]) {
    const plain = await written((output) => new PlainReporter(output, unstyled), events)
    const bright = await written((output) => new PlainReporter(output, coloured), events)
    expect(bright).not.toBe(plain)
    expect(bright.replace(/\u001B\[\d+m/g, '')).toBe(plain)
  }
})

test('a step that takes long is named every minute of silence, and no more once the run has ended', () => {
  vi.useFakeTimers({ now: 0 })
  const output = new Kept()
  const { emit } = new PlainReporter(output, unstyled)
  const step = { host: 'w1', step: 'p', title: 'packages kubelet', index: 2, total: 9 }
  emit({ type: 'run-started', at: 0, run: 'r', mode: 'apply', cluster: 'c', hosts: ['w1'], logFile: undefined })
  emit({ type: 'step-started', at: 0, ...step })
  output.text = ''
  vi.advanceTimersByTime(59_000)
  expect(output.text).toBe('')
  vi.advanceTimersByTime(2000)
  emit({ type: 'note', at: Date.now(), host: 'w1', level: 'info', message: 'waiting for a lock' })
  vi.advanceTimersByTime(59_000)
  expect(output.text).toBe('w1  still at 2/9 packages kubelet (1m00s)\nw1  waiting for a lock\n')
  vi.advanceTimersByTime(61_000)
  expect(output.text).toContain('w1  still at 2/9 packages kubelet: waiting for a lock (2m05s)\n')
  emit({ type: 'run-ended', at: Date.now(), exitCode: 0, durationMs: 0, hosts: {}, changed: 0 })
  output.text = ''
  vi.advanceTimersByTime(600_000)
  expect(output.text).toBe('')
})
