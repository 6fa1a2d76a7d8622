import { fork } from 'node:child_process'
import { join } from 'node:path'
import { heavyFiles } from './files.ts'
import { heavyStreams } from './streams.ts'

export const heavyNames: readonly string[] = [...Object.keys(heavyFiles), ...Object.keys(heavyStreams)]

/** What a case may take above what Node and the sources took before it, in MiB. */
const MOST_MIB = 700

export interface Heavy {
  readonly name: string
  readonly outcome: string
  readonly ms: number
  /** Of the whole process, and what Node and the sources took of it before the case began. */
  readonly peakMiB: number
  readonly baseMiB: number
}

/** One heavy case in a process of its own, ended when it takes longer than a minute. */
export async function runHeavy(name: string): Promise<Heavy> {
  const child = fork(join(import.meta.dirname, 'child.ts'), [name], {
    execArgv: ['--import', import.meta.resolve('tsx')],
  })
  const late = setTimeout(() => child.kill('SIGKILL'), 60_000)
  try {
    return await new Promise<Heavy>((resolve) => {
      child.once('message', (found) => resolve({ name, ...(found as Omit<Heavy, 'name'>) }))
      child.once('exit', (code, signal) =>
        resolve({ name, outcome: `FAILED: ended by ${signal ?? code ?? ''}`, ms: 60_000, peakMiB: 0, baseMiB: 0 }),
      )
    })
  } finally {
    clearTimeout(late)
    child.kill('SIGKILL')
  }
}

export const isBad = ({ outcome, peakMiB, baseMiB }: Heavy): boolean =>
  outcome.startsWith('FAILED') || peakMiB - baseMiB > MOST_MIB
