import { expect, test } from 'vitest'
import { corpusOf } from './corpus.ts'
import { runTarget } from './run-target.ts'
import { targets } from './targets/index.ts'

/** All targets together; `npm run fuzz` runs many more. */
const CASES = 2000
const SEED = 20_261_121
const shares = targets.reduce((sum, [, share]) => sum + share, 0)

test.each(targets.map(([{ name }, share]) => [name, Math.ceil((CASES * share) / shares)] as const))(
  '%s: %i hostile inputs end in a word for the user, soon and in little memory',
  async (name, runs) => {
    const { cases, failures } = await runTarget(name, runs, SEED)
    expect(failures.map(({ message }) => message)).toEqual([])
    expect(cases).toBeGreaterThanOrEqual(runs)
  },
  120_000,
)

test.each(targets.flatMap(([{ name, run }]) => corpusOf(name).map(({ file, bytes }) => [file, bytes, run] as const)))(
  'what was once a crash is none any more: %s',
  async (_file, bytes, run) => {
    expect(await run(bytes)).toBe(await run(bytes))
  },
)
