import type { Readable, Writable } from 'node:stream'

const options = {
  buffer: false,
  reject: false,
  encoding: 'buffer',
  stdin: 'pipe',
  // Its own process group: a Ctrl-C on the terminal is nodeprep's to handle.
  detached: true,
} as const

/** How a program ended; `code` is that of the error when it could not even start. */
export interface Ending {
  readonly exitCode?: number | undefined
  readonly signal?: string | undefined
  readonly code?: string | undefined
}

/** A running program; it resolves when it has ended and all its output was read. */
export interface StartedProcess extends PromiseLike<Ending> {
  readonly pid?: number | undefined
  readonly stdin: Writable
  readonly stdout: Readable
  readonly stderr: Readable
  readonly kill: (signal: NodeJS.Signals) => boolean
}

/**
 * Starts a program with pipes and arguments that no shell sees. Its output is not gathered, its exit code no exception.
 * execa is loaded when it is first wanted: it takes 20 ms, and most runs never need it.
 */
export async function startProcess(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<{ process: StartedProcess }> {
  const { execa } = await import('execa')
  // Wrapped, for the process is itself a promise and would be waited for.
  return { process: execa(file, args, { ...options, env }) }
}
