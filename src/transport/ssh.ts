import { messageOf, NodeprepError } from '../errors.ts'
import type { Channel, Connection } from './connection.ts'
import type { TransportOptions } from './options.ts'
import { sshChannel } from './ssh-channel.ts'
import { openSession, type SshSession } from './ssh-session.ts'
import { labelOf, type Target } from './target.ts'

/** Connects by node-ssh. Rejects with a NodeprepError, or with NeedsOpenssh when only the system's ssh can connect. */
export async function connectSsh(target: Target, options: TransportOptions, signal: AbortSignal): Promise<Connection> {
  const session = await openSession(target, options, signal)
  return { open: (command) => openChannel(session, command), close: () => session.close() }
}

function openChannel({ client, over, target }: SshSession, command: string): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const fail = (cause?: unknown): void =>
      reject(
        new NodeprepError('connection-lost', `${labelOf(target)}: cannot start a command: ${messageOf(cause)}`, {
          cause,
        }),
      )
    void over.then(() => fail(new Error('the connection is gone')))
    try {
      client.exec(command, (error, stream) => {
        if (error) fail(error)
        else resolve(sshChannel(stream, over))
      })
    } catch (error) {
      fail(error)
    }
  })
}
