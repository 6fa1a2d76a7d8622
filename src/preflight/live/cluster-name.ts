import { flag } from '../../facts/live/flags.ts'
import type { LiveFacts } from '../../facts/live/live.ts'
import { argumentOf, fieldOf, keptOf } from './document-fields.ts'
import { BACK, hasJoined, type LiveCheck } from './live-check.ts'

/** kubeadm's name for a cluster that it was given none for. */
const UNNAMED = 'kubernetes'

const nameIn = (document: LiveFacts['documents'][number]['value'] | undefined): string =>
  typeof document?.['clusterName'] === 'string' ? document['clusterName'] : ''

/** The controller manager is started with it, by a kubeadm that is new enough; kubeadm keeps it for all that join. */
export const clusterName: LiveCheck = (cluster, one) => {
  const { live } = one.facts
  // A document's name wins over that of metadata, and has its check among the documents.
  const ofDocument =
    fieldOf(cluster, 'ClusterConfiguration', 'clusterName') ?? argumentOf(cluster, 'controllerManager', 'cluster-name')
  if (!hasJoined(one) || ofDocument !== undefined) return undefined
  const is =
    flag(live.staticPods['kube-controller-manager']?.flags, 'cluster-name') ||
    nameIn(keptOf(live, 'ClusterConfiguration'))
  if (is === '' || is === cluster.name) return undefined
  // A cluster that somebody else made has no name of its own: there nodeprep alone uses that of cluster.yaml.
  if (is === UNNAMED && !live.documents.some(({ from, value }) => from === 'record' && nameIn(value) !== ''))
    return undefined
  return {
    message: `the cluster's name is ${is}, but cluster.yaml specifies ${cluster.name}; a live cluster keeps its name`,
    remedy: `${BACK}: metadata.name: ${is}.`,
  }
}
