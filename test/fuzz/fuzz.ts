import { availableParallelism } from 'node:os'
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import pLimit from 'p-limit'
import { keepInput, targetNamed, targetOfFile } from './corpus.ts'
import { heavyNames, isBad, runHeavy } from './heavy/run-heavy.ts'
import type { Result } from './run-cases.ts'
import { runTarget } from './run-target.ts'
import { heavyTable, table, type Row } from './table.ts'
import { targets } from './targets/index.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20000' },
    seed: { type: 'string' },
    only: { type: 'string' },
    replay: { type: 'string' },
  },
})

if (values.replay !== undefined) await replay(values.replay)
else await fuzz(Number(values.runs), Number(values.seed ?? Date.now() % 1_000_000), values.only)

async function replay(file: string): Promise<void> {
  console.log(await targetOfFile(file).run(readFileSync(file)))
}

async function fuzz(runs: number, seed: number, only: string | undefined): Promise<void> {
  const chosen = only === undefined ? targets : [[targetNamed(only), 1] as const]
  const shares = chosen.reduce((sum, [, share]) => sum + share, 0)
  const limit = pLimit(availableParallelism())
  const began = Date.now()
  const cases = chosen.map(([{ name }, share]) =>
    limit(async () => rowOf(name, await runTarget(name, Math.ceil((runs * share) / shares), seed))),
  )
  const heavy = only === undefined ? heavyNames.map((name) => limit(() => runHeavy(name))) : []
  const rows = await Promise.all(cases)
  const large = await Promise.all(heavy)
  console.log(table(rows))
  if (large.length > 0) console.log(`\n${heavyTable(large)}`)
  const seconds = Math.round((Date.now() - began) / 1000)
  const failures = rows.reduce((sum, row) => sum + row.failures, 0) + large.filter(isBad).length
  const total = rows.reduce((sum, row) => sum + row.cases, 0) + large.length
  console.log(`\n${total} cases, ${failures} failures, seed ${seed}, ${seconds} s`)
  process.exitCode = failures > 0 ? 1 : 0
}

function rowOf(name: string, { cases, outcomes, slowestMs, peakMiB, failures }: Result): Row {
  for (const { message, input } of failures) {
    const file = keepInput(name, Buffer.from(input, 'base64'))
    const said = message
      .split('\n')
      .slice(0, 4)
      .map((line) => line.slice(0, 200))
    console.log(`FAILED ${name}: ${said.join('\n  ')}\n  npm run fuzz -- --replay ${relative(process.cwd(), file)}`)
  }
  return { name, cases, outcomes, slowestMs, peakMiB, failures: failures.length }
}
