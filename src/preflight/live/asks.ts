import type { Cluster, Host, KubeadmDocument } from '../../cluster/cluster.ts'
import { imageRepositoryOf } from '../../kubernetes/image-repository.ts'
import { kubeletConfigMap } from '../../kubernetes/versions/kubeadm-api.ts'

/**
 * ConfigMaps of kube-system that alone say whether the user's documents are in effect: a control plane reads them together
 * with its facts, and where there is no such document nothing is asked.
 */
export function asksOf(cluster: Cluster, { role }: Host): readonly string[] {
  if (role !== 'control-plane') return []
  const has = (wanted: KubeadmDocument['kind']) => cluster.documents.some(({ kind }) => kind === wanted)
  return [
    ...(has('KubeProxyConfiguration') ? ['kube-proxy'] : []),
    ...(has('KubeletConfiguration') ? [kubeletConfigMap(cluster.kubernetes.minor)] : []),
    ...(has('ClusterConfiguration') || imageRepositoryOf(cluster) !== '' ? ['kubeadm-config'] : []),
  ]
}
