import type { ClientChannel } from 'ssh2'
import type { Channel, Exit } from '../connection.ts'
import { Output } from '../output.ts'

/** A running command over ssh2. `over` resolves when its connection is gone. */
export function sshChannel(stream: ClientChannel, over: Promise<void>): Channel {
  const stdout = new Output()
  const stderr = new Output()
  let exit: Exit = { code: null }
  let open = true
  stream.on('data', (chunk: Buffer) => stdout.push(chunk))
  stream.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  // Writing to a command that has just ended is no error: its exit tells the story.
  stream.on('error', () => undefined)
  stream.on('exit', (code: number | null, signal?: string) => {
    exit = code === null && signal !== undefined ? { code, signal } : { code }
  })
  return {
    onStdout: (listener) => stdout.listen(listener),
    onStderr: (listener) => stderr.listen(listener),
    write: (data) => {
      if (open && stream.writable) stream.write(data)
    },
    end: () => {
      if (open && stream.writable) stream.end()
    },
    exit: new Promise((resolve) => {
      const settle = (last: Exit): void => {
        open = false
        resolve(last)
      }
      // `close` comes after the last byte of output, and also, without an `exit` before it, when the connection is lost.
      stream.once('close', () => settle(exit))
      void over.then(() => setImmediate(settle, { code: null }))
    }),
  }
}
