import type { Cluster } from '../cluster/cluster.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { marksOf } from '../facts/made.ts'

/**
 * Name of the control plane that runs `kubeadm init`, or that already did: one that hosts have joined by, else the first that already
 * is one, else the first of cluster.yaml. So a cluster whose first host was replaced is still grown from a living control plane, and
 * goes on with that.
 */
export function initHostOf(cluster: Cluster, hosts: readonly HostWithFacts[]): string {
  const states = new Map(hosts.map(({ host, facts }) => [host.name, facts.kubernetes.state]))
  const controlPlanes = cluster.hosts.filter(({ role }) => role === 'control-plane')
  const alive = controlPlanes.filter(({ name }) => states.get(name) === 'control-plane')
  const led = new Set(hosts.flatMap(({ host, facts }) => (marksOf(facts.made).includes('lead') ? [host.name] : [])))
  const living = alive.find(({ name }) => led.has(name)) ?? alive[0]
  return (living ?? controlPlanes[0])?.name ?? ''
}
