import type { Channel, Exit } from './connection.ts'
import { Output } from './output.ts'
import type { StartedProcess } from './start-process.ts'

/** A running command as a local process. `judge` may have the last word on what its exit means. */
export function processChannel(
  process: StartedProcess,
  judge: (exit: Exit) => Promise<Exit> = (exit) => Promise.resolve(exit),
): Channel {
  const stdout = new Output()
  const stderr = new Output()
  process.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  process.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  // Writing to a command that has just ended is no error: its exit tells the story.
  process.stdin.on('error', () => undefined)
  const exit = Promise.resolve(process).then(({ exitCode, signal }) =>
    judge(exitCode === undefined && signal !== undefined ? { code: null, signal } : { code: exitCode ?? null }),
  )
  return {
    onStdout: (listener) => stdout.listen(listener),
    onStderr: (listener) => stderr.listen(listener),
    write: (data) => {
      if (process.stdin.writable) process.stdin.write(data)
    },
    end: () => {
      if (process.stdin.writable) process.stdin.end()
    },
    exit: exit.catch(() => ({ code: null })),
  }
}
