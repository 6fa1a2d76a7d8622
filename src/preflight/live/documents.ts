import type { Cluster, KubeadmDocument } from '../../cluster/cluster.ts'
import type { JsonObject } from '../../facts/live/live.ts'
import type { HostWithFacts } from '../../facts/host-with-facts.ts'
import { documentOf, keptOf } from './document-fields.ts'
import { differing, leavesOf } from './leaves.ts'
import { hasJoined, isControlPlane, type LiveCheck } from './live-check.ts'
import { isFixed } from './rolled-fields.ts'

function fixedDifferences(cluster: Cluster, kind: KubeadmDocument['kind'], inEffect: JsonObject): readonly string[] {
  const fixed = leavesOf(documentOf(cluster, kind)).filter((leaf) => isFixed(kind, leaf))
  return differing(fixed, inEffect).map(({ path }) => `${kind}.${path.join('.')}`)
}

/** Fields of the user's documents that differ from what is in effect on one host, and that nobody can change there. */
function differences(cluster: Cluster, one: HostWithFacts): readonly string[] {
  const { live } = one.facts
  const kept = isControlPlane(one) ? keptOf(live, 'ClusterConfiguration') : undefined
  const hasKubelet = Object.keys(live.kubeletConfig).length > 0
  return [
    ...(kept ? fixedDifferences(cluster, 'ClusterConfiguration', kept) : []),
    ...(hasKubelet ? fixedDifferences(cluster, 'KubeletConfiguration', live.kubeletConfig) : []),
  ]
}

/** Only what the user's documents set is compared. Values are not shown: a document may hold what is nobody's business. */
export const documents: LiveCheck = (cluster, one) => {
  const found = hasJoined(one) && cluster.documents.length > 0 ? differences(cluster, one) : []
  if (found.length === 0) return undefined
  return {
    message: `${found.join(', ')} ${found.length > 1 ? 'differ' : 'differs'} from what is in use; a live cluster keeps ${found.length > 1 ? 'them' : 'it'}`,
    remedy: 'Set it back in cluster.yaml. Changing it means building a new cluster.',
  }
}
