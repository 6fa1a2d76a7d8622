import type { Cluster, Host } from '../cluster/cluster.ts'
import { NodeprepError } from '../errors.ts'

/** The hosts that `--limit` leaves; all without it. Throws when it names one that is not in the cluster. */
export function limitedHosts({ hosts }: Cluster, limit: readonly string[] | undefined): readonly Host[] {
  const names = hosts.map(({ name }) => name)
  const unknown = limit?.filter((name) => !names.includes(name)) ?? []
  if (unknown.length > 0)
    throw new NodeprepError('invalid-input', `--limit: no host ${unknown.join(', ')} in the cluster`, {
      remedy: `The hosts are ${names.join(', ')}.`,
    })
  return hosts.filter(({ name }) => limit?.includes(name) ?? true)
}
