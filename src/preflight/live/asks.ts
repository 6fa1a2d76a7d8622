import type { Cluster, Host } from '../../cluster/cluster.ts'
import { clusterLeaves } from './documents.ts'

/**
 * ConfigMaps of kube-system that alone say whether the user's documents are in effect: a control plane reads them together
 * with its facts, and where there is no such document nothing is asked.
 */
export function asksOf(cluster: Cluster, { role }: Host): readonly string[] {
  if (role !== 'control-plane') return []
  const proxy = cluster.documents.some(({ kind }) => kind === 'KubeProxyConfiguration')
  return [...(proxy ? ['kube-proxy'] : []), ...(clusterLeaves(cluster).length > 0 ? ['kubeadm-config'] : [])]
}
