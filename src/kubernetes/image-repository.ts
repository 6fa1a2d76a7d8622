import type { Cluster } from '../cluster/cluster.ts'
import { presets } from '../packages/mirrors.ts'

/** kubeadm's imageRepository of a cluster.yaml, or '' for its own default. */
export function imageRepositoryOf({ mirror }: Cluster): string {
  return mirror.images.kubernetes ?? presets[mirror.preset].kubernetesImages ?? ''
}
