import { describe, expect, it } from 'vitest'
import { chooseFiles, short, total, type TestFile } from './choose-files.ts'
import { always, budget, labFiles } from './lab-files.ts'

const files: readonly TestFile[] = [
  { name: 'short', seconds: short },
  { name: 'new' },
  { name: 'always', seconds: 200 },
  ...[1, 2, 3, 4].map((n) => ({ name: `long ${n}`, seconds: 100 })),
]
const choose = (seed: string, most = 520): readonly string[] =>
  chooseFiles(files, { seed, budget: most, always: ['always'] }).map(({ name }) => name)

describe('a slice of files', () => {
  it('holds short and new files, those that are always wanted, and long ones up to its budget', () => {
    const chosen = choose('a')
    expect(chosen).toEqual(expect.arrayContaining(['short', 'new', 'always']))
    expect(chosen).toHaveLength(5)
  })

  it('is the same for one seed, and has other long files for another', () => {
    expect(choose('a')).toEqual(choose('a'))
    const seeds = Array.from({ length: 40 }, (_, i) => choose(String(i)).join())
    expect(new Set(seeds).size).toBeGreaterThan(3)
  })

  it('drops no short file when the budget is too small', () => {
    expect(choose('a', 1)).toEqual(['short', 'new', 'always'])
  })
})

describe('the slice of CI', () => {
  it('keeps to its budget and has every file with some seed', () => {
    const all = labFiles()
    const seen = new Set<string>()
    for (let seed = 0; seed < 300; seed += 1) {
      const chosen = chooseFiles(all, { seed: String(seed), budget, always })
      expect(total(chosen)).toBeLessThanOrEqual(budget)
      for (const { name } of chosen) seen.add(name)
    }
    expect([...seen].sort()).toEqual(all.map(({ name }) => name).sort())
  })
})
