import type { Duplex } from 'node:stream'
import type { Client } from 'ssh2'
import { NodeprepError } from '../../errors.ts'
import type { Attempt } from '../attempt.ts'
import { checkHostKey } from '../host-keys/check-host-key.ts'
import { assertUsableHostKeys, hostKeyAlgorithms, lookUpHostKeys } from '../host-keys/host-keys.ts'
import { identitiesFor } from '../keys/identities.ts'
import { LogIn } from './log-in.ts'
import { NeedsOpenssh } from '../needs-openssh.ts'
import type { TransportOptions } from '../run-options.ts'
import { saveRoundTrips } from './save-round-trips.ts'
import { authError, connectError, handshakeError } from './ssh-errors.ts'
import { loadSsh2 } from '../ssh2.ts'
import { labelOf, type Target } from '../target/target.ts'

/**
 * Speaks SSH over `socket` until it is logged in. What is needed for that is read while the socket connects. Rejects
 * as the attempt fails, or with {@link NeedsOpenssh}; whoever opened the socket closes it then.
 */
export async function logInTo(
  target: Target,
  options: TransportOptions,
  socket: Duplex,
  attempt: Attempt,
): Promise<Client> {
  const preparing = Promise.all([loadSsh2(), lookUpHostKeys(target, options), identitiesFor(target, options)])
  const [{ NodeSSH, ssh2 }, known, identities] = await attempt.wait(preparing)
  assertUsableHostKeys(known)
  const logIn = new LogIn(ssh2, target.user, identities.list, (cause) => {
    const [reason] = identities.beyondNodeSsh
    if (cause !== undefined) attempt.fail(connectError(target, cause))
    else attempt.fail(reason === undefined ? authError(target, logIn) : new NeedsOpenssh(reason))
  })
  let verified: Buffer | undefined
  const verify = (key: Buffer): boolean => {
    // Keys for encryption are renewed now and then, and the server shows itself again: it must still be the same.
    if (verified) return verified.equals(key)
    try {
      checkHostKey(target, known, key, options)
      verified = Buffer.from(key)
    } catch (error) {
      attempt.fail(asFailure(target, error))
    }
    return verified !== undefined
  }
  const nodeSsh = new NodeSSH()
  const connecting = nodeSsh.connect({
    sock: socket,
    username: target.user,
    hostVerifier: verify,
    algorithms: { serverHostKey: hostKeyAlgorithms(known) as never },
    authHandler: logIn.handler,
    // The attempt has its own clock.
    readyTimeout: 0,
    keepaliveInterval: options.timing.keepalive,
    keepaliveCountMax: options.timing.keepaliveCount,
  })
  const client = nodeSsh.connection
  if (!client) throw new NodeprepError('internal', `${labelOf(target)}: node-ssh made no client`)
  const fail = (error: unknown): void => attempt.fail(handshakeError(target, error, verified))
  // Stays for good: an error that nobody listens for would end the process.
  client.on('error', fail)
  saveRoundTrips(client, logIn)
  await attempt.wait(connecting.catch(fail))
  return client
}

function asFailure(target: Target, error: unknown): NodeprepError | NeedsOpenssh {
  if (error instanceof NodeprepError || error instanceof NeedsOpenssh) return error
  return new NodeprepError('host-key-unknown', `${labelOf(target)}: its new host key cannot be filed`, { cause: error })
}
