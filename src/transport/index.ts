import type { Transport } from './connection.ts'
import { connectLocal } from './local.ts'
import { NeedsOpenssh } from './needs-openssh.ts'
import { connectOpenssh } from './openssh/openssh.ts'
import type { TransportOptions } from './run-options.ts'
import { resolveTarget, type Host } from './target/resolve-target.ts'
import { connectSsh } from './node-ssh/ssh.ts'

export { transportOptions, type TransportSettings } from './options.ts'
export type { TransportOptions } from './run-options.ts'

/**
 * The way to a host that its settings ask for. Nothing happens before connect(). `options` is shared by all hosts of a
 * run: see {@link transportOptions}.
 */
export function createTransport(host: Host, options: TransportOptions): Transport {
  const { name, address, ssh } = host
  if (ssh.transport === 'local') {
    return { description: 'this machine', connect: async (signal) => Promise.resolve(connectLocal(name, signal)) }
  }
  const user = ssh.user === undefined ? '' : `${ssh.user}@`
  const port = ssh.port === undefined ? '' : `:${ssh.port}`
  // Remembered for the next connect(): a host that needs the system's ssh needs it again.
  let why = ssh.transport === 'openssh' ? 'cluster.yaml asks for it' : undefined
  return {
    description: `ssh ${user}${address}${port}`,
    connect: async (signal) => {
      const target = await resolveTarget(host, options)
      why ??= target.needsOpenssh
      if (why === undefined) {
        try {
          return await connectSsh(target, options, signal)
        } catch (error) {
          if (!(error instanceof NeedsOpenssh)) throw error
          why = error.message
        }
      }
      return connectOpenssh(target, why, options, signal)
    },
  }
}
