import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { NodeprepError } from '../errors.ts'
import { startProcess, type StartedProcess } from '../transport/start-process.ts'

/** What starting programs needs of this process. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  /** Where what long-running programs print is shown. */
  readonly show: NodeJS.WritableStream
}

export interface Answer {
  readonly ok: boolean
  /** There is no such program on this machine. */
  readonly missing: boolean
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end and returns what it printed. Rejects when it is interrupted, and for nothing else. */
export async function ask(around: Surroundings, file: string, args: readonly string[]): Promise<Answer> {
  return await finish(around, file, args, text)
}

/** The same for a program that takes its time: what it prints is shown as it comes. `stderr` is the last of all of it. */
export async function watch(around: Surroundings, file: string, args: readonly string[]): Promise<Answer> {
  const last: string[] = []
  const answer = await finish(around, file, args, async (stream) => {
    for await (const chunk of stream.setEncoding('utf8') as AsyncIterable<string>) {
      around.show.write(chunk)
      last.push(chunk)
      if (last.length > 400) last.shift()
    }
    return ''
  })
  return { ...answer, stderr: last.join('') }
}

async function finish(
  { env, signal }: Surroundings,
  file: string,
  args: readonly string[],
  read: (stream: Readable) => Promise<string>,
): Promise<Answer> {
  const refuseInterrupted = () => {
    if (signal.aborted) throw new NodeprepError('interrupted', `interrupted while ${file} was at work`)
  }
  refuseInterrupted()
  const { process: child } = await startProcess(file, args, env)
  const stop = () => stopGroup(child)
  signal.addEventListener('abort', stop)
  // A program that could not even start has closed its end of the pipe.
  child.stdin.on('error', () => undefined)
  child.stdin.end()
  try {
    const [{ exitCode, code }, stdout, stderr] = await Promise.all([child, read(child.stdout), read(child.stderr)])
    refuseInterrupted()
    return { ok: exitCode === 0, missing: code === 'ENOENT', stdout, stderr }
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** It leads a group of processes, the builder's own children among them. */
function stopGroup({ pid }: StartedProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGTERM')
  } catch {
    // It has just ended by itself.
  }
}
