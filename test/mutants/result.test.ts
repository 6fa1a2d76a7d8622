import { globSync } from 'node:fs'
import { matchesGlob } from 'node:path'
import { expect, it } from 'vitest'
import { areas } from './areas.ts'
import { candidates, lazily } from './candidates.ts'
import { isEquivalent } from './equivalent.ts'
import { mutantOf, mutated, shown } from './mutant.ts'
import { resultOf, summary } from './result.ts'
import { inSeedOrder } from '../seed.ts'

const source = 'one\n  two\nthree\n'
const mutant = mutantOf('src/a.ts', source, { start: 6, end: 9, text: 'TWO', kind: 'operator' })
const trial = (killedBy?: string) => ({ mutant, killedBy, hung: killedBy === 'y', seconds: 1 })

it('a change is shown with its place and its lines', () => {
  expect(mutated(source, mutant)).toBe('one\n  TWO\nthree\n')
  expect(shown(mutant)).toBe('src/a.ts:2\n    - two\n    + TWO')
  expect(shown(mutantOf('a', source, { start: 4, end: 10, text: '', kind: '' }))).toBe('a:2\n    - two')
})

it('the result counts what no test noticed, by area', () => {
  const result = resultOf(3, [{ area: 'src/a', trials: [trial('x.test.ts'), trial(), trial('y'), trial('z')] }])
  expect(result.areas).toEqual([{ area: 'src/a', mutants: 4, hung: 1, survived: 1 }])
  expect(result.survivors).toEqual([{ file: 'src/a.ts', line: 2, before: 'two', after: 'TWO', kind: 'operator' }])
  expect(summary(result)).toMatch(/^\nfolder .*\nsrc\/a +4 +1 +1 +25 %\nall +4 +1 +1 +25 %\n\nseed 3\n$/)
})

it('the changes of an area are those of its files that are wanted', () => {
  const area = { name: 'a', files: ['src/a/**/*.sh'], tests: [] }
  const texts = new Map(['src/a/x.sh', 'src/a/b/y.sh', 'src/b/z.sh', 'src/a/x.ts'].map((file) => [file, 'a && b']))
  const files = (...paths: readonly string[]) => new Set(candidates(area, texts, paths, 1).map(({ file }) => file))
  expect(files()).toEqual(new Set(['src/a/x.sh', 'src/a/b/y.sh']))
  expect(files('src/a/b/', 'src/b')).toEqual(new Set(['src/a/b/y.sh']))
  expect(files('src/a/x.sh')).toEqual(new Set(['src/a/x.sh']))
  expect([...lazily([1, 2, 3, 4], (one) => one % 2 === 0)]).toEqual([2, 4])
})

it('the same seed chooses the same changes, another one others', () => {
  const list = Array.from({ length: 50 }, (_, i) => String(i))
  expect(inSeedOrder(list, 1, String)).toEqual(inSeedOrder(list.toReversed(), 1, String))
  expect(inSeedOrder(list, 1, String)).not.toEqual(inSeedOrder(list, 2, String))
})

it('a change is equivalent only by its file and its lines', () => {
  const one = { file: 'src/a.ts', before: 'two', after: 'TWO', reason: 'r' }
  expect(isEquivalent(mutant, [one])).toBe(true)
  expect(isEquivalent(mutant, [{ ...one, after: 'Two' }])).toBe(false)
})

it('every area has files, and tests', () => {
  const root = new URL('../../', import.meta.url).pathname
  const tests = globSync('test/**/*.test.ts', { cwd: root })
  for (const { name, files, tests: folders } of areas) {
    expect([name, ...globSync(files, { cwd: root })].length, name).toBeGreaterThan(1)
    expect(
      tests.some((test) => folders.some((folder) => test.startsWith(folder))),
      name,
    ).toBe(true)
  }
  expect(matchesGlob('src/plan/deep/x.ts', 'src/plan/**/*.ts')).toBe(true)
})
