import { messageOf, NodeprepError } from '../../errors.ts'
import { notProved } from '../host-keys/host-key-errors.ts'
import { shownKey } from '../host-keys/host-keys.ts'
import type { LogIn } from './log-in.ts'
import { NeedsOpenssh } from '../needs-openssh.ts'
import { labelOf, type Target } from '../target/target.ts'

const socketErrors: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused: nothing listens there',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to its network',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name cannot be resolved now',
  ETIMEDOUT: 'no answer',
}

/** Names what a socket, or a channel through a jump host, failed with. */
export function connectError(target: Target, error: unknown): NodeprepError {
  const code = codeOf(error)
  const what = (typeof code === 'string' ? socketErrors[code] : undefined) ?? messageOf(error)
  return new NodeprepError('unreachable', `${labelOf(target)}: ${what}`, {
    remedy: 'Check the address and the port, and that the machine is up and its sshd is reachable from here.',
    cause: error,
  })
}

/** For a peer that took too long, be it that nothing answers or that what answers does not go on. */
export function tooLate(target: Target, milliseconds: number): NodeprepError {
  const seconds = milliseconds / 1000
  return new NodeprepError('unreachable', `${labelOf(target)}: no SSH connection within ${seconds} s`, {
    remedy: 'Check that an sshd answers there, and that no firewall drops its packets.',
  })
}

/** Translates what an ssh2 client reports before it is logged in. `hostKey` is the server's, once it was found right. */
export function handshakeError(
  target: Target,
  error: unknown,
  hostKey: Buffer | undefined,
): NodeprepError | NeedsOpenssh {
  const text = messageOf(error)
  if (hostKey && text.includes('signature verification failed')) return notProved(target, shownKey(hostKey))
  // The server speaks only what ssh2 does not, e.g. post-quantum key exchange.
  if (text.includes('no matching')) return new NeedsOpenssh(`node-ssh and the server share no algorithm (${text})`)
  // A number is the reason of the server's own farewell, e.g. “Too many authentication failures”.
  if (hostKey && typeof codeOf(error) === 'number') return refusal(target, `the server says: ${text}`, error)
  if (text === 'Connection lost before handshake')
    return connectError(target, 'it is not an SSH server, or it refused the connection')
  return connectError(target, error)
}

/** For when there is no key left to try. */
export function authError(target: Target, logIn: LogIn): NodeprepError {
  const tried = logIn.refused.length > 0 ? `tried ${logIn.refused.join('; ')}` : 'there is no key to try'
  const accepts = logIn.serverAccepts ? `; the server accepts ${logIn.serverAccepts.join(', ')}` : ''
  return refusal(target, `cannot log in as ${target.user}: ${tried}${accepts}`)
}

function refusal(target: Target, what: string, cause?: unknown): NodeprepError {
  return new NodeprepError('auth-failed', `${labelOf(target)}: ${what}`, {
    remedy:
      `Put a key that ${target.user}@${target.host} accepts into the ssh-agent, or name its file as ssh.identityFile ` +
      'in cluster.yaml.',
    cause,
  })
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
