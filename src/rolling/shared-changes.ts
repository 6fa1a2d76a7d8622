import type { Cluster } from '../cluster/cluster.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { certificateNames } from './certificate.ts'
import { clusterPatch } from './cluster-patch.ts'
import { documentChanges } from './copies.ts'
import { recordHost } from './settings.ts'

export type SharedChanges = ReturnType<typeof sharedChanges>

/** What differs for the cluster as a whole: its documents, and the names of its certificate. */
export function sharedChanges(cluster: Cluster, hosts: readonly HostWithFacts[]) {
  const configuration = documentChanges(cluster, hosts, 'ClusterConfiguration')
  const names = certificateNames(cluster, configuration.wanted, configuration.record, hosts)
  return {
    configuration,
    names,
    kubelet: documentChanges(cluster, hosts, 'KubeletConfiguration'),
    proxy: documentChanges(cluster, hosts, 'KubeProxyConfiguration'),
    patch: clusterPatch(cluster, configuration.wanted, configuration.taken, names),
    recordHost: recordHost(cluster, hosts)?.host.name,
  }
}
