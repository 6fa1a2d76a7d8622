import { writeFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import fc from 'fast-check'
import { corpusOf } from './corpus.ts'
import { smaller } from './minimise.ts'
import { mutations } from './mutate.ts'
import { demand, type Target } from './target.ts'

export interface Failure {
  readonly message: string
  /** The smallest input found that fails, in base64. */
  readonly input: string
}

export interface Result {
  readonly cases: number
  readonly outcomes: number
  readonly slowestMs: number
  readonly peakMiB: number
  readonly failures: readonly Failure[]
}

/** Failures of one target that are reported; after so many something is wrong in general. */
const ENOUGH = 8

/** One case. What it says twice must be the same, and nothing it started may fail later. */
async function once(target: Target, input: Buffer): Promise<string> {
  const said = await target.run(input)
  const again = await target.run(input)
  demand(said === again, `not the same twice: ${said} – ${again}`)
  await new Promise((resolve) => setImmediate(resolve))
  demand(stray.length === 0, `a rejection nobody handled: ${String(stray.splice(0)[0])}`)
  return said
}

const stray: unknown[] = []
process.on('unhandledRejection', (error) => stray.push(error))
process.on('uncaughtException', (error) => stray.push(error))

/** Runs the corpus and then new cases. `current` is the file that always holds the input being tried. */
export async function runCases(target: Target, runs: number, seed: number, current: string): Promise<Result> {
  const outcomes = new Set<string>()
  const failures: Failure[] = []
  let slowestMs = 0
  let cases = 0
  const attempt = async (input: Buffer): Promise<void> => {
    cases += 1
    writeFileSync(current, input)
    const began = performance.now()
    outcomes.add(await once(target, input))
    slowestMs = Math.max(slowestMs, performance.now() - began)
  }
  const failing = async (input: Buffer): Promise<string | undefined> => {
    try {
      await once(target, input)
      return undefined
    } catch (error) {
      return error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error)
    }
  }
  const record = async (input: Buffer): Promise<void> => {
    const message = (await failing(input)) ?? 'fails only sometimes'
    const small = await smaller(
      input,
      async (bytes) => (await failing(bytes))?.split('\n')[0] === message.split('\n')[0],
    )
    failures.push({ message, input: small.toString('base64') })
  }
  const seeds = [...target.seeds().map((text) => Buffer.from(text)), ...corpusOf(target.name).map(({ bytes }) => bytes)]
  for (const input of seeds) await attempt(input).catch(() => record(input))
  const arbitrary = mutations(seeds, target.words)
  for (let turn = 0; cases < runs && failures.length < ENOUGH; turn++) {
    const property = fc.asyncProperty(arbitrary, attempt)
    const found = await fc.check(property, { numRuns: runs - cases, seed: seed + turn, endOnFailure: true })
    if (found.failed && found.counterexample) await record(found.counterexample[0])
  }
  return { cases, outcomes: outcomes.size, slowestMs, peakMiB: process.resourceUsage().maxRSS / 1024, failures }
}
