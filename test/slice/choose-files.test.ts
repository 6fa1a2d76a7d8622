import { describe, expect, it, test } from 'vitest'
import { chooseFiles, short, total, type TestFile } from './choose-files.ts'
import { always, budget, labFiles, timesIn } from './lab-files.ts'

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

test('the times of files are read from what vitest prints', () => {
  const lines = [
    ' \u001b[32m✓\u001b[39m \u001b[30m\u001b[42m lab \u001b[49m\u001b[39m test/lab/become.test.ts \u001b[2m(11 tests)\u001b[22m\u001b[33m 69441\u001b[2mms\u001b[22m\u001b[39m',
    ' ❯  lab  test/e2e/interrupt.test.ts (8 tests | 2 failed) 391179ms',
    '     ✓ in a slow step  9572ms',
    ' ✓  unit  test/shell/sh.test.ts (8 tests) 12ms',
  ]
  expect([...timesIn(lines.join('\n'))]).toEqual([
    ['test/lab/become.test.ts', 70],
    ['test/e2e/interrupt.test.ts', 392],
  ])
})
