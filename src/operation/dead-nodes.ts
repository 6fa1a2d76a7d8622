import type { Cluster } from '../cluster/cluster.ts'
import { NodeprepError } from '../errors.ts'
import type { DeadNodeContext } from '../playbook/context.ts'
import type { Operation } from './operation.ts'

/** A cluster without the hosts of which nothing is to be asked, and these: dead ones, and such as it no longer has. */
export interface Survivors {
  readonly cluster: Cluster
  readonly dead: readonly DeadNodeContext[]
  /** Those of the hosts that are meant which are left. */
  readonly limit: readonly string[] | undefined
}

/**
 * Sets dead hosts apart. Nothing can be done for them by an operation that is not about dead nodes, so that it only goes on
 * without them. Throws `invalid-input` when that would do nothing for a host that was named.
 */
export function withoutDead(
  { name, nodes }: Pick<Operation, 'name' | 'nodes'>,
  cluster: Cluster,
  {
    dead = [],
    limit,
  }: { readonly dead?: readonly string[] | undefined; readonly limit?: readonly string[] | undefined },
): Survivors {
  if (nodes.named && dead.length + (limit?.length ?? 0) === 0)
    throw new NodeprepError('invalid-input', `${name} needs the names of hosts: --limit, or --dead for dead ones`)
  const known = cluster.hosts.map((host) => host.name)
  const useless = nodes.dead ? [] : dead.filter((one) => !known.includes(one) || limit?.includes(one))
  if (useless.length > 0)
    throw new NodeprepError('invalid-input', `--dead ${useless.join(',')}: ${name} does nothing for a dead node`, {
      remedy: 'Name there only hosts of cluster.yaml that it is to go on without.',
    })
  const hosts = cluster.hosts.filter((host) => !dead.includes(host.name))
  if (!hosts.some(({ role }) => role === 'control-plane'))
    throw new NodeprepError('invalid-input', `--dead leaves no control plane that could lead ${name}`)
  const isMeant = (one: string): boolean => nodes.dead && (nodes.named || (limit?.includes(one) ?? true))
  return {
    cluster: { ...cluster, hosts },
    dead: dead.filter(isMeant).map((one) => {
      const { role = '', address = '' } = cluster.hosts.find((host) => host.name === one) ?? {}
      return { host: { name: one, role, address }, interrupted: false, dead: true }
    }),
    limit: (nodes.named ? (limit ?? []) : limit)?.filter((one) => !dead.includes(one)),
  }
}
