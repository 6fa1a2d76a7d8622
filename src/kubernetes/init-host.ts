import type { Cluster } from '../cluster/cluster.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'

/**
 * Name of the control plane that runs `kubeadm init`, or that already did: the first that already is one, else the first of
 * cluster.yaml. So a cluster whose first host was replaced is still grown from a living control plane.
 */
export function initHostOf(cluster: Cluster, hosts: readonly HostWithFacts[]): string {
  const states = new Map(hosts.map(({ host, facts }) => [host.name, facts.kubernetes.state]))
  const controlPlanes = cluster.hosts.filter(({ role }) => role === 'control-plane')
  const living = controlPlanes.find(({ name }) => states.get(name) === 'control-plane')
  return (living ?? controlPlanes[0])?.name ?? ''
}
