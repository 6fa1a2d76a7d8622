import { writeFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { parseArgs } from 'node:util'
import { areas } from './areas.ts'
import { candidates, lazily } from './candidates.ts'
import { compiler } from './compiles.ts'
import { copyOfCheckout } from './copy.ts'
import { importsOf } from './imports.ts'
import { mutated, type Mutant } from './mutant.ts'
import { relatedTests } from './related.ts'
import { resultOf, summary, trialLine, type Result } from './result.ts'
import { Tester } from './tester.ts'
import { build, tryMutant, type Trial } from './trial.ts'

const help = `npm run mutants -- [options] [PATH…]

Makes small wrong changes in a copy of the checkout, one at a time, and runs the unit tests nearest to each. A change that no
test notices is printed. PATH limits the files: a folder or a file.

  --count N     changes for each folder, 10 by default
  --seed S      which ones; by default others each day
  --json FILE   write the result there as well
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Math.floor(Date.now() / 86_400_000)) },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
const [count, seed] = [Number(values.count), Number(values.seed)]

const results = new Map<string, Trial[]>()
const result = (): Result =>
  resultOf(
    seed,
    [...results].map(([area, trials]) => ({ area, trials })),
  )

/** One change of each folder in turn, so that a run that is ended early has seen all of them. */
async function main(): Promise<number> {
  setPriority(constants.priority.PRIORITY_LOW)
  const copy = copyOfCheckout()
  const [compiles, imports, tester] = [compiler(copy), importsOf(copy.texts), new Tester(copy.folder)]
  if (!build(copy.folder)) throw new Error('the bundle cannot be built')
  const isMutant = (mutant: Mutant): boolean =>
    compiles(mutant.file, mutated(copy.texts.get(mutant.file) ?? '', mutant))
  const left = areas.map((area) => ({
    area,
    mutants: lazily(candidates(area, copy.texts, positionals, seed), isMutant),
  }))
  for (let i = 0; i < count; i += 1) {
    for (const { area, mutants } of left) {
      const { value: mutant } = mutants.next()
      if (!mutant) continue
      const tests = relatedTests(mutant, area, copy.texts, imports)
      const trial = await tryMutant(mutant, tests, { copy, tester, imports })
      process.stdout.write(trialLine(trial))
      results.set(area.name, [...(results.get(area.name) ?? []), trial])
      if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(result(), null, 2))
    }
  }
  for (const test of tester.broken) process.stdout.write(`${test} fails without any change, and was left out\n`)
  process.stdout.write(summary(result()))
  return result().survivors.length === 0 ? 0 : 1
}

// What was found so far is said also at Ctrl-C, which npm and tsx pass on after this has got it.
let leaving = false
function leave(): void {
  if (!leaving) process.stdout.write(summary(result()))
  leaving = true
  process.exit(130)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, leave)
if (values.help) process.stdout.write(help)
else process.exit(await main())
