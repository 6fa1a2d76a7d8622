import { NodeprepError } from '../errors.ts'
import type { Channel, Connection } from './connection.ts'
import { processChannel } from './process-channel.ts'
import { startProcess } from './start-process.ts'

/** Runs commands on this machine by `sh -c`. Throws `interrupted` when the signal came first. */
export function connectLocal(name: string, signal: AbortSignal): Connection {
  if (signal.aborted) throw new NodeprepError('interrupted', `${name}: interrupted while connecting`)
  const running = new Set<{ pid: number; exit: Promise<unknown> }>()
  return {
    open: async (command) => {
      const { process } = await startProcess('sh', ['-c', command])
      const channel: Channel = processChannel(process)
      if (process.pid !== undefined) {
        const entry = { pid: process.pid, exit: channel.exit }
        running.add(entry)
        void channel.exit.then(() => running.delete(entry))
      }
      return channel
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
