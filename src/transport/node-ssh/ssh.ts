import { messageOf, NodeprepError } from '../../errors.ts'
import type { Channel, Connection } from '../connection.ts'
import type { TransportOptions } from '../run-options.ts'
import { sshChannel } from './ssh-channel.ts'
import { sendCommandAtOnce } from './command-at-once.ts'
import { openSession, type SshSession } from './ssh-session.ts'
import { labelOf, type Target } from '../target/target.ts'

/** Connects by node-ssh. Rejects with a NodeprepError, or with NeedsOpenssh when only the system's ssh can connect. */
export async function connectSsh(target: Target, options: TransportOptions, signal: AbortSignal): Promise<Connection> {
  const session = await openSession(target, options, signal)
  const { close, leave } = session
  return { open: (command) => openChannel(session, command), close, ...(leave && { leave }) }
}

function openChannel({ client, over, target }: SshSession, command: string): Promise<Channel> {
  return new Promise((resolve, reject) => {
    void over.then(() => reject(lost(target, new Error('the connection is gone'))))
    try {
      sendCommandAtOnce(client, command)
      client.exec(command, (error, stream) => {
        if (error) reject('reason' in error ? refused(target, error) : lost(target, error))
        else resolve(sshChannel(stream, over))
      })
    } catch (error) {
      reject(lost(target, error))
    }
  })
}

function lost(target: Target, cause: unknown): NodeprepError {
  return new NodeprepError('connection-lost', `${labelOf(target)}: cannot start a command: ${messageOf(cause)}`, {
    cause,
  })
}

/** The server is there, and does not want to. */
function refused(target: Target, cause: Error): NodeprepError {
  return new NodeprepError('protocol', `${labelOf(target)}: its sshd starts no command: ${messageOf(cause)}`, {
    remedy: 'See MaxSessions in the sshd_config of the host, and whether the account may do more than forward ports.',
    cause,
  })
}
