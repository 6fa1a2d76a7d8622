import { expect, test } from 'vitest'
import { faultsCount, fuzzCount, mutantsCount, vitestCount, whole } from './count.ts'

const output = (exitCode: number, json?: unknown, log = '') => ({
  ...{ exitCode, log },
  json: json === undefined ? '' : JSON.stringify(json),
})

test('a program as a whole', () => {
  expect(whole(output(0))).toEqual({ cases: 1, failed: 0 })
  expect(whole(output(1))).toEqual({ cases: 1, failed: 1 })
})

test('tests of vitest; one that ended early has failed', () => {
  expect(vitestCount(output(0, { numPassedTests: 5, numFailedTests: 0 }))).toEqual({ cases: 5, failed: 0 })
  expect(vitestCount(output(1, { numPassedTests: 5, numFailedTests: 2 }))).toEqual({ cases: 7, failed: 2 })
  expect(vitestCount(output(1, { numPassedTests: 5, numFailedTests: 0 }))).toEqual({ cases: 6, failed: 1 })
  expect(vitestCount(output(137))).toEqual({ cases: 1, failed: 1 })
})

test('cases of the fault matrix; those that were not run count as one', () => {
  const results = [{ wrong: [] }, { wrong: ['differs'] }]
  expect(faultsCount(output(1, { results }))).toEqual({ cases: 2, failed: 1 })
  expect(faultsCount(output(1, { results: [{ wrong: [] }] }))).toEqual({ cases: 2, failed: 1 })
  expect(faultsCount(output(0))).toEqual({ cases: 0, failed: 0 })
})

test('wrong changes of all folders; one that ended early has failed', () => {
  const areas = [
    { area: 'src/plan', mutants: 20, survived: 1 },
    { area: 'playbooks', mutants: 20, survived: 0 },
  ]
  expect(mutantsCount(output(1, { areas }))).toEqual({ cases: 40, failed: 1 })
  expect(mutantsCount(output(0, { areas: areas.slice(1) }))).toEqual({ cases: 20, failed: 0 })
  expect(mutantsCount(output(1, { areas: areas.slice(1) }))).toEqual({ cases: 21, failed: 1 })
  expect(mutantsCount(output(1))).toEqual({ cases: 1, failed: 1 })
})

test('the last line of the fuzzer', () => {
  expect(fuzzCount(output(0, undefined, 'x\n20038 cases, 0 failures, seed 4, 94 s\n'))).toEqual({
    cases: 20038,
    failed: 0,
  })
  expect(fuzzCount(output(1, undefined, 'Error: x'))).toEqual({ cases: 1, failed: 1 })
})
