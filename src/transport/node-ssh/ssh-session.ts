import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Client } from 'ssh2'
import { Attempt } from '../attempt.ts'
import { logInTo } from './ssh-client.ts'
import type { Road, TransportOptions } from '../run-options.ts'
import { connectError, tooLate } from './ssh-errors.ts'
import { countHops, labelOf, type Target } from '../target/target.ts'

/** A logged-in SSH connection, for commands or to reach further hosts through. */
export interface SshSession {
  readonly client: Client
  readonly target: Target
  /** Resolves when the connection is over, whoever ended it. */
  readonly over: Promise<void>
  /** Ends it. Never rejects, never hangs. */
  readonly close: () => Promise<void>
  /** See Connection.leave. */
  readonly leave?: () => Promise<void>
}

/**
 * Connects and logs in. Rejects with a NodeprepError, or with NeedsOpenssh when only the system's ssh can.
 * Nothing but the key exchange is sent before the server's key was found to be the right one.
 */
export async function openSession(target: Target, options: TransportOptions, signal: AbortSignal): Promise<SshSession> {
  const patience = options.timing.connect * countHops(target)
  const attempt = new Attempt(signal, labelOf(target), patience, () => tooLate(target, patience))
  const road = openRoad(target, options)
  try {
    const socket = await attempt.wait(road.stream)
    socket.on('error', (error) => attempt.fail(connectError(target, error)))
    socket.on('close', () => attempt.fail(connectError(target, 'it closed the connection before the log-in')))
    const client = await logInTo(target, options, socket, attempt)
    return startSession(target, client, socket, road, options)
  } catch (error) {
    road.leave()
    throw error
  } finally {
    attempt.end()
  }
}

/** Starts on the way to a machine: directly, or through its jump host, which is logged in to. */
export function openRoad(target: Target, options: TransportOptions): Road {
  if (target.via) return options.bastions.reach(target.via, target, options)
  const { host, port, family, localAddress } = target
  const socket = connect({
    host,
    port,
    // Without TCP_NODELAY every command waits 40 ms for the peer's delayed acknowledgement.
    noDelay: true,
    // Node gives each address of a name 250 ms, less than a round trip to the other side of the world.
    autoSelectFamilyAttemptTimeout: 2_000,
    ...(family === undefined ? {} : { family }),
    ...(localAddress === undefined ? {} : { localAddress }),
  })
  return { stream: Promise.resolve(socket), leave: () => socket.destroy() }
}

function startSession(
  target: Target,
  client: Client,
  socket: Duplex,
  road: Road,
  { timing }: TransportOptions,
): SshSession {
  let end: () => void = () => undefined
  const over = new Promise<void>((resolve) => (end = resolve)).then(() => road.leave())
  const endSoon = (): NodeJS.Timeout => setTimeout(end, timing.close)
  client.once('close', end)
  // A stream through a jump host may never say that it closed.
  client.once('error', endSoon)
  // The farewell is on its way when the stream has finished: waiting for the answer would cost a round trip.
  socket.once('finish', end)
  const untilOver = async (): Promise<void> => {
    const timer = endSoon()
    await over
    clearTimeout(timer)
  }
  return {
    client,
    target,
    over,
    close: () => {
      client.end()
      return untilOver()
    },
    // The bare end of the stream: sshd gives a command what came before it, but nothing that comes together with a farewell.
    // What a jump host makes of it is its own affair.
    ...(!target.via && {
      leave: () => {
        socket.end()
        return untilOver()
      },
    }),
  }
}
