import { expect, test } from 'vitest'
import { HostState } from '../../src/report/host-state.ts'
import type { StepEnded, StepOutcome } from '../../src/report/event.ts'

function after(...outcomes: readonly StepOutcome[]): HostState {
  const host = new HostState('h1')
  const step = { at: 0, host: 'h1', step: 's', title: 's', index: 1, total: 1, durationMs: 1 }
  for (const outcome of outcomes)
    host.apply({ type: 'step-ended', ...step, outcome, diff: undefined, output: undefined } satisfies StepEnded)
  return host
}

test('what was changed before a host rebooted stays changed, although its program finds it done afterwards', () => {
  const { changed, ok } = after('changed', 'ok')
  expect([changed.length, ok]).toEqual([1, 0])
})

test('a step that was looked at before it was applied counts as it ended', () => {
  expect(after('would-change', 'ok').ok).toBe(1)
  expect(after('would-change', 'changed').changed).toHaveLength(1)
})
