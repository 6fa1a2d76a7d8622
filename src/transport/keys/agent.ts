import { connect } from 'node:net'
import type { ParsedKey } from 'ssh2'
import type { TransportOptions } from '../run-options.ts'
import { loadSsh2 } from '../ssh2.ts'
import { keyTypeOf, WireReader } from '../wire.ts'

/** What an ssh-agent holds. */
export interface AgentKeys {
  readonly keys: readonly { readonly key: ParsedKey; readonly comment: string }[]
  /** Types of keys it holds that only the system's ssh can use: certificates and hardware keys. */
  readonly unusable: readonly string[]
}

const listRequest = Buffer.from([0, 0, 0, 1, 11])
const listAnswer = 12
/** An agent answers within milliseconds, unless it is forwarded from afar or hangs. */
const patience = 3_000

/**
 * The keys of the agent at `socket`, in its order; none when it cannot be asked, for then the key files may do. Once a
 * run. ssh2's own listing drops the types it does not know, and those decide about falling over to the system's ssh.
 */
export function agentKeys(socket: string | undefined, options: TransportOptions): Promise<AgentKeys> {
  return options.memo.get(`agent ${socket ?? ''}`, async () => {
    const answer = socket === undefined ? undefined : await ask(socket).catch(() => undefined)
    if (!answer || answer[4] !== listAnswer) return { keys: [], unusable: [] }
    const { ssh2 } = await loadSsh2()
    const keys: { key: ParsedKey; comment: string }[] = []
    const unusable: string[] = []
    const reader = new WireReader(answer, 5)
    for (let left = reader.uint32(); left > 0; left -= 1) {
      const blob = reader.string()
      const comment = reader.string().toString()
      const key = ssh2.utils.parseKey(blob)
      if (key instanceof Error) unusable.push(keyTypeOf(blob) ?? 'unknown')
      else keys.push({ key, comment })
    }
    return { keys, unusable }
  })
}

/** Sends the request for the list and gathers the whole answer, its length included. */
function ask(path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    let received = Buffer.alloc(0)
    const fail = (): void => {
      socket.destroy()
      reject(new Error(`the agent at ${path} does not answer`))
    }
    socket.setTimeout(patience, fail).on('error', fail).on('close', fail)
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      if (received.length < 4 || received.length < 4 + received.readUInt32BE()) return
      socket.destroy()
      resolve(received)
    })
    socket.write(listRequest)
  })
}
