import type { Duplex } from 'node:stream'
import { NodeprepError } from '../../errors.ts'
import type { Bastions, TransportOptions, Road } from '../run-options.ts'
import { openSession, type SshSession } from './ssh-session.ts'
import { labelOf, type Target } from '../target/target.ts'

interface Shared {
  readonly session: Promise<SshSession>
  readonly abort: AbortController
  users: number
}

/**
 * The connections to jump hosts, one for each however many hosts lie behind it: sshd takes only so many at a time
 * (MaxStartups). A connection ends with its last user.
 */
export class BastionPool implements Bastions {
  readonly #shared = new Map<string, Shared>()

  reach(via: Target, target: Target, options: TransportOptions): Road {
    const key = JSON.stringify(via)
    const shared = this.#shared.get(key) ?? this.#start(key, via, options)
    shared.users += 1
    const stream = shared.session.then((session) => forward(session, target))
    let left = false
    return {
      stream,
      leave: () => {
        if (left) return
        left = true
        stream.then((open) => open.destroy()).catch(() => undefined)
        shared.users -= 1
        if (shared.users === 0) this.#stop(key, shared)
      },
    }
  }

  #start(key: string, via: Target, options: TransportOptions): Shared {
    const abort = new AbortController()
    const shared: Shared = { session: openSession(via, options, abort.signal), abort, users: 0 }
    this.#shared.set(key, shared)
    const forget = (): void => {
      if (this.#shared.get(key) === shared) this.#shared.delete(key)
    }
    shared.session.then((session) => session.over.then(forget), forget)
    return shared
  }

  #stop(key: string, shared: Shared): void {
    if (this.#shared.get(key) === shared) this.#shared.delete(key)
    shared.abort.abort()
    shared.session.then((session) => session.close()).catch(() => undefined)
  }
}

function forward({ client, target: via }: SshSession, { host, port, ...target }: Target): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void =>
      reject(
        new NodeprepError('unreachable', `${labelOf({ ...target, host, port })}: not reachable through ${via.name}`, {
          remedy: `Check that ${via.name} can reach ${host} port ${port}, and that its sshd has AllowTcpForwarding.`,
          cause: error,
        }),
      )
    try {
      client.forwardOut('127.0.0.1', 0, host, port, (error, stream) => {
        if (error) fail(error)
        else resolve(stream)
      })
    } catch (error) {
      fail(error)
    }
  })
}
