import type { Client, ParsedKey } from 'ssh2'
import { innerProtocol } from './inner-protocol.ts'
import type { LogIn } from './log-in.ts'

type Handler = (...args: unknown[]) => void
type SignRequest = (data: Buffer, done: (signature: Buffer) => void) => void

/** The inner part of an ssh2 1.17 client that sends packets and knows who handles the answers. */
interface Protocol {
  service: (name: string) => void
  authPK: (user: string, key: ParsedKey, algorithm: string | undefined, sign?: SignRequest) => void
  _handlers: Record<string, Handler | undefined>
}

const hashes: Readonly<Record<string, string>> = {
  'rsa-sha2-256': 'sha256',
  'rsa-sha2-512': 'sha512',
  'ssh-rsa': 'sha1',
}

/**
 * Takes two round trips out of the log-in of ssh2, and one needless exchange after it; the SSH protocol allows all of
 * them (RFC 4252 §7, RFC 4253 §10), ssh2 has no setting for any.
 *
 * - The signature goes out with the first mention of the key, instead of after the server said that it would take it.
 * - The log-in goes out together with the request for the service that takes it. Only where the server has already
 *   said which signatures it knows (EXT_INFO, OpenSSH ≥ 7.2), which ssh2 must know before it chooses one.
 * - The server's announcement of its other host keys is not answered: proving them would make the server compute
 *   signatures nobody looks at, just when the command should start.
 *
 * This reaches into ssh2, which is pinned: where its inner part looks different, everything is left as it is.
 * Call it right after connect(), before the event loop turns.
 */
export function saveRoundTrips(client: Client, logIn: LogIn): void {
  const protocol = protocolOf(client)
  if (!protocol) return
  const handlers = protocol._handlers
  const authenticate = protocol.authPK.bind(protocol)
  const requestService = protocol.service.bind(protocol)
  const onServiceAccept = handlers.SERVICE_ACCEPT
  let knowsSignatures = false

  protocol.authPK = (user, key, algorithm, sign) => {
    if (sign !== undefined || logIn.current?.atOnce !== true) authenticate(user, key, algorithm, sign)
    else authenticate(user, key, algorithm, (data, done) => logIn.sign(data, hashes[algorithm ?? ''], done))
  }
  protocol.service = (name) => {
    requestService(name)
    // EXT_INFO follows the last packet of the key exchange, which is the one being handled now.
    queueMicrotask(() => {
      if (!knowsSignatures) return
      handlers.SERVICE_ACCEPT = () => undefined
      onServiceAccept?.(protocol, name)
    })
  }
  before(handlers, 'EXT_INFO', () => (knowsSignatures = true))
  before(handlers, 'USERAUTH_FAILURE', (_protocol, methods) => {
    if (Array.isArray(methods)) logIn.serverAccepts = methods.map(String)
  })
  const onGlobalRequest = handlers.GLOBAL_REQUEST
  handlers.GLOBAL_REQUEST = (...args) => {
    if (args[1] !== 'hostkeys-00@openssh.com') onGlobalRequest?.(...args)
  }
}

function before(handlers: Protocol['_handlers'], message: string, first: Handler): void {
  const handler = handlers[message]
  handlers[message] = (...args) => {
    first(...args)
    handler?.(...args)
  }
}

function protocolOf(client: Client): Protocol | undefined {
  const protocol = innerProtocol(client, ['service', 'authPK'])
  const handlers = protocol?.['_handlers']
  if (typeof handlers !== 'object' || handlers === null) return undefined
  const isWhole = ['SERVICE_ACCEPT', 'EXT_INFO', 'USERAUTH_FAILURE', 'GLOBAL_REQUEST'].every((name) => name in handlers)
  return isWhole ? (protocol as unknown as Protocol) : undefined
}
