import type { NodeprepError } from '../../errors.ts'
import { Attempt } from '../attempt.ts'
import { hostKeyTypes, shownKey, type ShownKey } from '../host-keys/host-keys.ts'
import { serverHostKeyAlgorithms } from './kex-init.ts'
import type { TransportOptions } from '../run-options.ts'
import { connectError, handshakeError, tooLate } from '../node-ssh/ssh-errors.ts'
import { openRoad } from '../node-ssh/ssh-session.ts'
import { loadSsh2 } from '../ssh2.ts'
import { labelOf, type Target } from '../target/target.ts'

/** Of what a server says, in bytes: its name and its algorithms come first. */
const mostHeard = 65_536

/** A key that a server has shown. */
export interface ScannedKey extends ShownKey {
  /** In base64, as known_hosts has it. */
  readonly key: string
}

/**
 * Asks a server for each host key it has, one connection after the other. Each ends with the key exchange, in which the
 * server proves that it has the key: nobody logs in. Jump hosts on the way are logged in to, and must be known.
 * Rejects with a NodeprepError, or with NeedsOpenssh.
 */
export async function scanHostKeys(
  target: Target,
  options: TransportOptions,
  signal: AbortSignal,
): Promise<readonly ScannedKey[]> {
  const keys: ScannedKey[] = []
  let offered: readonly string[] | undefined
  for (const [type, algorithms] of Object.entries(hostKeyTypes)) {
    if (offered && !algorithms.some((algorithm) => offered?.includes(algorithm))) continue
    const shown = await showKey(target, algorithms, options, signal)
    offered = shown.offered
    if (shown.key) keys.push({ ...shownKey(shown.key), type, key: shown.key.toString('base64') })
  }
  return keys
}

interface Shown {
  readonly key: Buffer | undefined
  /** All algorithms the server has for host keys. */
  readonly offered: readonly string[]
}

async function showKey(
  target: Target,
  algorithms: readonly string[],
  options: TransportOptions,
  signal: AbortSignal,
): Promise<Shown> {
  const patience = options.timing.connect
  const attempt = new Attempt(signal, labelOf(target), patience, () => tooLate(target, patience))
  // First, for what happens to a socket that nobody listens to would end the process.
  const { ssh2 } = await loadSsh2()
  const road = openRoad(target, options)
  const client = new ssh2.Client()
  try {
    const socket = await attempt.wait(road.stream)
    let received = Buffer.alloc(0)
    let key: Buffer | undefined
    const has = (): readonly string[] => serverHostKeyAlgorithms(received)
    const lacks = (): boolean => has().length > 0 && !has().some((algorithm) => algorithms.includes(algorithm))
    socket.on('data', (chunk: Buffer) => {
      if (received.length < mostHeard) received = Buffer.concat([received, chunk])
    })
    const shown = new Promise<Shown>((resolve) => {
      const fail = (error: NodeprepError | Error): void => {
        if (lacks()) resolve({ key: undefined, offered: has() })
        else attempt.fail(handshakeError(target, error, key))
      }
      client.on('error', fail)
      socket.on('error', (error) => attempt.fail(connectError(target, error)))
      socket.on('close', () => fail(new Error('Connection lost before handshake')))
      // The server's signature was right. What would follow is the log-in.
      client.on('handshake', () => {
        resolve({ key, offered: has() })
        socket.destroy()
      })
    })
    client.connect({
      sock: socket,
      username: '',
      hostVerifier: (shownNow: Buffer) => {
        key = Buffer.from(shownNow)
        return true
      },
      algorithms: { serverHostKey: algorithms as never },
      readyTimeout: 0,
    })
    return await attempt.wait(shown)
  } finally {
    attempt.end()
    client.destroy()
    road.leave()
  }
}
