import { fork } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Result } from './run-cases.ts'

/** A case that takes longer hangs. */
const LONGEST_MS = 60_000
const EVERY_MS = 500
/** A target's whole process, Node and the TypeScript loader included. */
const MOST_MIB = 900

/** Runs one target in a process of its own. A case that hangs ends it and is a failure, as is too much memory. */
export async function runTarget(name: string, runs: number, seed: number): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'nodeprep-fuzz-'))
  const current = join(folder, 'input')
  const child = fork(join(import.meta.dirname, 'child.ts'), [name, String(runs), String(seed), current], {
    execArgv: ['--import', import.meta.resolve('tsx')],
  })
  const input = () => (existsSync(current) ? readFileSync(current).toString('base64') : '')
  const failed = (message: string): Result => {
    const failures = [{ message, input: input() }]
    return { cases: 0, outcomes: 0, slowestMs: LONGEST_MS, peakMiB: 0, failures }
  }
  let looks = 0
  let seen: number | undefined
  let watch: NodeJS.Timeout | undefined
  try {
    return await new Promise<Result>((resolve) => {
      watch = setInterval(() => {
        // Counted in looks, for the clock may be set and the machine may sleep.
        const now = statSync(current, { throwIfNoEntry: false })?.mtimeMs
        looks = now === undefined || now !== seen ? 0 : looks + 1
        seen = now
        if (looks * EVERY_MS > LONGEST_MS) resolve(failed(`a case took longer than ${LONGEST_MS / 1000} s`))
      }, EVERY_MS)
      child.once('message', (message) => {
        const result = message as Result
        const failures = result.peakMiB > MOST_MIB ? [{ message: `more than ${MOST_MIB} MiB`, input: '' }] : []
        resolve({ ...result, failures: [...result.failures, ...failures] })
      })
      child.once('exit', (code, signal) => {
        resolve(failed(`the process ended by itself: ${signal ?? code ?? ''}`))
      })
    })
  } finally {
    clearInterval(watch)
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  }
}
