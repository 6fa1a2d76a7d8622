import { NodeprepError } from '../errors.ts'
import type { Channel, Connection } from './connection.ts'
import { processChannel } from './process-channel.ts'

/** Runs commands on this machine by `sh -c`. Rejects with `interrupted` when the signal came first. */
export async function connectLocal(name: string, signal: AbortSignal): Promise<Connection> {
  if (signal.aborted) throw new NodeprepError('interrupted', `${name}: interrupted while connecting`)
  const { execa } = await import('execa')
  const running = new Set<{ pid: number; exit: Promise<unknown> }>()
  return {
    open: (command) => {
      const process = execa('sh', ['-c', command], {
        ...{ buffer: false, reject: false, encoding: 'buffer', stdin: 'pipe' },
        // Its own process group: a Ctrl-C on the terminal is nodeprep's to handle, and close() ends the whole of it.
        detached: true,
      } as const)
      const channel: Channel = processChannel(process)
      if (process.pid !== undefined) {
        const entry = { pid: process.pid, exit: channel.exit }
        running.add(entry)
        void channel.exit.then(() => running.delete(entry))
      }
      return Promise.resolve(channel)
    },
    close: () => {
      for (const { pid } of running) endGroup(pid)
      return Promise.resolve()
    },
  }
}

function endGroup(pid: number): void {
  try {
    globalThis.process.kill(-pid, 'SIGTERM')
  } catch {
    // It has just ended.
  }
}
