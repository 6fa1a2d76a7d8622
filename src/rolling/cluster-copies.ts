import type { Cluster } from '../cluster/cluster.ts'
import { changeLines, linesOf, type Change } from './change.ts'
import { proxyPatch } from './copies.ts'
import { kubeletCopyPatch } from './kubelet.ts'
import type { Roll } from './roll.ts'
import { namesOf } from './settings.ts'
import type { SharedChanges } from './shared-changes.ts'
import type { Turn } from './turn.ts'

/** What the control plane that leads has to change of what the cluster itself keeps, once nodes had their turns. */
export function copiesOf(
  cluster: Cluster,
  { one }: Turn,
  turns: readonly Turn[],
  moves: readonly Turn[],
  { configuration, names, kubelet, proxy, recordHost: withRecord }: SharedChanges,
  everybody: boolean,
): { readonly name: string; readonly copies: Roll['copies'] } {
  const { name } = one.host
  const field = 'ClusterConfiguration.apiServer.certSANs'
  const recorded = configuration.record && namesOf(configuration.record)
  const newNames = recorded ? names.wanted.filter((wanted) => !recorded.includes(wanted)) : []
  const ofNames: readonly Change[] = [
    ...names.taken.map((is) => ({ field, is })),
    ...newNames.map((wanted) => ({ field, wanted })),
  ]
  const onNodes = turns.flatMap(({ pods, roll }) => (pods.length > 0 || roll.certificate.changes !== '' ? pods : []))
  const ofCluster = [...configuration.changes, ...ofNames]
  const certificates = turns.map(({ roll }) => roll.certificate.changes).filter((text) => text !== '')
  // Nothing is known of the cluster's own copies then.
  const moved = configuration.record ? '' : (moves[0]?.roll.endpoint.changes ?? '')
  const clusterLines = changeLines(ofCluster.length > 0 ? ofCluster : onNodes) || certificates[0] || moved
  const first = turns.find(({ provesKubelet }) => provesKubelet)
  const kubeletChanges = kubelet.known
    ? kubelet.changes
    : turns.filter(({ provesKubelet }) => provesKubelet).length > 0
      ? [{ field: 'KubeletConfiguration', wanted: 'as in cluster.yaml' }]
      : []
  const ofImages = (all: readonly Change[]) =>
    all.filter(({ field: at }) => /^ClusterConfiguration\.(imageRepository|dns)\b/.test(at))
  const { changesOfRecord } = configuration
  const images = ofImages(changesOfRecord).length > 0 ? ofImages(changesOfRecord) : ofImages(onNodes)
  const ofEndpoint = changesOfRecord.filter(({ field: at }) => at.endsWith('.controlPlaneEndpoint'))
  const unproven = one.facts.live.unproven.includes('kube-proxy')
  const copies = {
    cluster: clusterLines,
    kubelet: changeLines(kubeletChanges),
    kubeletPatch: JSON.stringify(kubeletCopyPatch(cluster, kubelet.record)),
    kubeletAfter: first && first.one.host.name !== name ? `rolled-${first.one.host.name}` : '',
    proxy: linesOf(proxy.changes, unproven),
    proxyPatch: JSON.stringify(proxyPatch(cluster, proxy)),
    images: changeLines(images),
    endpoint: changeLines(ofEndpoint) || moved,
  }
  const differs = ofCluster.length + kubelet.changes.length + proxy.changes.length > 0
  return { name, copies: { ...copies, record: differs && everybody && withRecord === name } }
}
