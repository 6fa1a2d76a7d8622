import type { Client } from 'ssh2'
import { innerProtocol } from './inner-protocol.ts'

/** The inner part of an ssh2 1.17 client that asks for a channel, and for a command on one by the server's number of it. */
interface Protocol {
  session: (channel: number, window: number, packet: number) => void
  exec: (channel: number, command: string, wantReply: boolean) => void
}

/** OpenSSH takes the first number that is free (channel_new in its channels.c), and a new connection has no channel. */
const FIRST = 0

const seen = new WeakSet<Client>()
let trusted = true

/**
 * Call it right before the first exec() of a connection: the command then goes out together with the request for its channel,
 * a round trip earlier than ssh2 sends it. Its packet has to name the channel by the server's number, which is only guessed, so
 * this is for OpenSSH alone. Were the guess ever wrong, the server would end the connection; it is tried again, and no
 * more is guessed then. Where ssh2's inner part looks different, everything is left as it is.
 */
export function sendCommandAtOnce(client: Client, command: string): void {
  const protocol = protocolOf(client)
  if (!protocol || seen.has(client) || !trusted) return
  seen.add(client)
  const { session, exec } = protocol
  protocol.session = (...request) => {
    protocol.session = session
    session.apply(protocol, request)
    exec.call(protocol, FIRST, command, true)
    // ssh2 sends it once it knows the number: that has happened.
    protocol.exec = (channel) => {
      protocol.exec = exec
      trusted = channel === FIRST
    }
  }
}

function protocolOf(client: Client): Protocol | undefined {
  const server: unknown = '_remoteVer' in client ? client._remoteVer : undefined
  if (typeof server !== 'string' || !server.startsWith('OpenSSH_')) return undefined
  return innerProtocol(client, ['session', 'exec']) as Protocol | undefined
}
