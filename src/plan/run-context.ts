import type { Cluster, Host } from '../config/cluster.ts'
import type { RunContext } from '../playbook/context.ts'
import type { HostWithFacts } from './plan-hosts.ts'

/**
 * Who has to join in this run. The init host is the first control plane that already is one, else the first of
 * cluster.yaml: so a cluster whose first host was replaced is still grown from a living control plane.
 */
export function runContext(
  cluster: Cluster,
  host: Host,
  hosts: readonly HostWithFacts[],
  limit: readonly string[] | undefined,
): RunContext {
  const controlPlanes = cluster.hosts.filter(({ role }) => role === 'control-plane')
  const state = (name: string): string | undefined =>
    hosts.find((one) => one.host.name === name)?.facts.kubernetes.state
  const initHost = (controlPlanes.find(({ name }) => state(name) === 'control-plane') ?? controlPlanes[0])?.name ?? ''
  const joins = cluster.hosts.filter(
    ({ name }) => name !== initHost && state(name) === 'none' && (limit === undefined || limit.includes(name)),
  )
  const joiningControlPlanes = joins.filter(({ role }) => role === 'control-plane').map(({ name }) => name)
  return {
    initHost,
    joining: joins.map(({ name }) => name),
    joiningControlPlanes,
    joinsAfter: joiningControlPlanes[joiningControlPlanes.indexOf(host.name) - 1] ?? '',
  }
}
