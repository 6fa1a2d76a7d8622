import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPassed, writeResults } from './results-file.ts'

const file = join(mkdtempSync(join(tmpdir(), 'nodeprep-results-')), 'results.json')
const result = (name: string, wrong: readonly string[] = []) => ({
  ...{ name, reruns: 0, message: '', folder: '/x', seconds: 1 },
  wrong: [...wrong],
})

test('no file, nothing passed', () => {
  expect(readPassed(`${file}.none`, 'c1')).toEqual([])
})

test('cases that passed with the same commit are known again; those that failed are not', async () => {
  await writeResults(file, [result('a'), result('b', ['is not as it was']), result('c')], 'c1')
  expect(readPassed(file, 'c1').map(({ name }) => name)).toEqual(['a', 'c'])
})

test('results of another commit, or of none, count for nothing', async () => {
  await writeResults(file, [result('a')], 'c1')
  expect(readPassed(file, 'c2')).toEqual([])
  await writeResults(file, [result('a')], undefined)
  expect(readPassed(file, undefined)).toEqual([])
})
