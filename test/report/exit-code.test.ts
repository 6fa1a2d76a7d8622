import { expect, test } from 'vitest'
import { exitCodeOf, exitCodeOfError } from '../../src/report/exit-code.ts'

test.each([
  [0, []],
  [0, ['ok', 'changed']],
  [4, ['ok', 'would-change']],
  [1, ['changed', 'blocked']],
  [3, ['blocked', 'unreachable', 'changed']],
  [1, ['failed', 'unreachable']],
  [130, ['failed', 'interrupted']],
] as const)('the exit code is %d for hosts that are %j', (code, outcomes) => {
  expect(exitCodeOf(outcomes)).toBe(code)
})

test.each([
  ['invalid-input', 2],
  ['plan-stale', 2],
  ['auth-failed', 3],
  ['interrupted', 130],
  ['internal', 1],
] as const)('an error %s ends with %d', (code, expected) => {
  expect(exitCodeOfError(code)).toBe(expected)
})
