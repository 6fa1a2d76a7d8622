import type { Cluster, Host } from '../cluster/cluster.ts'
import { isObject } from '../facts/live/json-of.ts'
import { flag } from '../facts/live/flags.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { initHostOf } from '../kubernetes/init-host.ts'
import { documentOf } from '../preflight/live/document-fields.ts'
import { hasJoined, isControlPlane } from '../preflight/live/live-check.ts'
import { certificateChanges, certificateNames } from './certificate.ts'
import { changeLines, type Change } from './change.ts'
import { clusterPatch } from './cluster-patch.ts'
import { documentChanges, proxyPatch } from './copies.ts'
import { kubeletArguments } from './kubelet-arguments.ts'
import { appliedKubelet, kubeletCopyPatch, kubeletRoll, ownKubelet } from './kubelet.ts'
import { podRolls } from './pods.ts'
import { noRoll, type Roll } from './roll.ts'
import { recordHost } from './settings.ts'

interface Turn {
  readonly one: HostWithFacts
  readonly roll: Roll
  /** Of its kubelet's configuration, as far as that is the cluster's. */
  readonly provesKubelet: boolean
  readonly pods: readonly Change[]
}

/** Lines of a plan; where an earlier run was cut off and nothing else differs, it says that. */
const lines = (changes: readonly Change[], unproven: boolean): string =>
  changes.length === 0 && unproven ? '+ a change that was cut off comes to its end' : changeLines(changes)

/**
 * What has to change on nodes that run, node by node: an empty map where cluster.yaml and cluster agree. Pure.
 * @param limit hosts that may be changed; all when left out
 */
export function rolls(
  cluster: Cluster,
  hosts: readonly HostWithFacts[],
  limit: readonly string[] | undefined,
): ReadonlyMap<string, Roll> {
  const lead = initHostOf(cluster, hosts)
  const joined = hosts.filter((one) => hasJoined(one) && (limit?.includes(one.host.name) ?? true))
  const rank = ({ host }: HostWithFacts) => (host.name === lead ? 0 : host.role === 'control-plane' ? 1 : 2)
  const inOrder = joined.toSorted((a, b) => rank(a) - rank(b))
  const shared = sharedChanges(cluster, hosts)
  const all = inOrder.map((one) => turnOf(cluster, one, shared))
  const turns = all.filter(({ roll }) => roll.turn)
  const withCopies = all
    .filter(({ one }) => one.host.name === lead)
    .map((turn) => copiesOf(cluster, turn, turns, shared, limit === undefined))
  const valueOf = ({ one }: Turn) => `rolled-${one.host.name}`
  const placed = turns.map((turn, i): [string, Roll] => {
    const before = turns[i - 1]
    return [turn.one.host.name, { ...turn.roll, after: before ? valueOf(before) : '' }]
  })
  const joining = hosts.filter((one) => !hasJoined(one) && Object.keys(ownKubelet(one)).length > 0)
  const found = new Map([...placed, ...joining.map(joiningRoll)])
  for (const { name, copies } of withCopies) {
    const others = turns.filter(({ one }) => one.host.name !== name).map(valueOf)
    const roll = found.get(name) ?? all.find(({ one }) => one.host.name === name)?.roll ?? noRoll
    const any =
      copies.record || [copies.cluster, copies.kubelet, copies.proxy, copies.images].some((text) => text !== '')
    if (any) found.set(name, { ...roll, copies, others: others.join(' ') })
  }
  return found
}

type Shared = ReturnType<typeof sharedChanges>

function sharedChanges(cluster: Cluster, hosts: readonly HostWithFacts[]) {
  const configuration = documentChanges(cluster, hosts, 'ClusterConfiguration')
  const names = certificateNames(cluster, configuration.wanted, configuration.record)
  return {
    configuration,
    names,
    kubelet: documentChanges(cluster, hosts, 'KubeletConfiguration'),
    proxy: documentChanges(cluster, hosts, 'KubeProxyConfiguration'),
    patch: clusterPatch(cluster, configuration.wanted, configuration.taken, names),
    recordHost: recordHost(cluster, hosts)?.host.name,
  }
}

function turnOf(cluster: Cluster, one: HostWithFacts, shared: Shared): Turn {
  const { live } = one.facts
  const plane = isControlPlane(one)
  const pods = plane ? podRolls(cluster, one, shared.configuration) : []
  const certificate = plane ? certificateChanges(shared.names, one) : []
  const kubelet = kubeletRoll(cluster, one, shared.kubelet.record)
  const started = kubeletArguments(cluster, one)
  const own = ownKubelet(one)
  const ofKubelet = [...kubelet.changes, ...started.changes]
  const isUnproven = (name: string) => live.unproven.some((one) => one === name || one === `${name}-env`)
  const turn =
    pods.length + certificate.length + ofKubelet.length > 0 || isUnproven('apiserver') || isUnproven('kubelet')
  const kubeletText = lines(ofKubelet, isUnproven('kubelet'))
  const flags = live.staticPods['kube-apiserver']?.flags
  const ofOwn = new Set(Object.keys(own))
  const roll: Roll = {
    ...noRoll,
    turn,
    pods: pods.map(({ name, changes }) => ({ name, changes: lines(changes, isUnproven(name)) })),
    certificate: {
      changes: lines(certificate, isUnproven('apiserver')),
      names: shared.names.wanted.join(' '),
      gone: certificate.flatMap(({ is }) => (typeof is === 'string' ? [is] : [])).join(' '),
    },
    kubelet: {
      changes: kubeletText,
      patch: JSON.stringify(kubelet.patch),
      drop: started.drop,
      add: started.add,
      own: Object.keys(own).length > 0 || Object.keys(appliedKubelet(one)).length > 0 ? ownText(one.host) : '',
      join: started.changes.some(({ field }) => field.startsWith('JoinConfiguration.')),
    },
    kubeadm: {
      address: flag(flags, 'advertise-address'),
      port: flag(flags, 'secure-port') || '6443',
      patches: patchesOf(cluster, one),
      ...shared.patch,
    },
  }
  const provesKubelet = kubelet.changes.some(({ field }) => !ofOwn.has(field.split('.')[1] ?? ''))
  return { one, roll, provesKubelet, pods: pods.flatMap(({ changes }) => changes) }
}

/** A host that joins gets what is its own right after that. */
function joiningRoll(one: HostWithFacts): [string, Roll] {
  const kubelet = { ...noRoll.kubelet, own: ownText(one.host) }
  return [one.host.name, { ...noRoll, joins: JSON.stringify(ownKubelet(one)), kubelet }]
}

/** A folder of kubeadm's patches that the control plane was made with. */
function patchesOf(cluster: Cluster, { facts }: HostWithFacts): string {
  const joined = !facts.live.documents.some(({ from, kind }) => from === 'record' && kind === 'InitConfiguration')
  const { patches } = documentOf(cluster, joined ? 'JoinConfiguration' : 'InitConfiguration')
  return isObject(patches) ? JSON.stringify(patches) : ''
}

/** As it is kept on the host: YAML, of which JSON is a part. */
function ownText({ kubelet = {} }: Host): string {
  return JSON.stringify({ apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration', ...kubelet })
}

function copiesOf(
  cluster: Cluster,
  { one }: Turn,
  turns: readonly Turn[],
  { configuration, names, kubelet, proxy, recordHost: withRecord }: Shared,
  everybody: boolean,
): { readonly name: string; readonly copies: Roll['copies'] } {
  const { name } = one.host
  const field = 'ClusterConfiguration.apiServer.certSANs'
  const recorded = configuration.record && certificateNamesOf(configuration.record)
  const newNames = recorded ? names.wanted.filter((wanted) => !recorded.includes(wanted)) : []
  const ofNames: readonly Change[] = [
    ...names.taken.map((is) => ({ field, is })),
    ...newNames.map((wanted) => ({ field, wanted })),
  ]
  const onNodes = turns.flatMap(({ pods, roll }) => (pods.length > 0 || roll.certificate.changes !== '' ? pods : []))
  const ofCluster = [...configuration.changes, ...ofNames]
  const certificates = turns.map(({ roll }) => roll.certificate.changes).filter((text) => text !== '')
  const clusterLines = changeLines(ofCluster.length > 0 ? ofCluster : onNodes) || certificates[0] || ''
  const first = turns.find(({ provesKubelet }) => provesKubelet)
  const kubeletChanges = kubelet.record
    ? kubelet.changes
    : turns.filter(({ provesKubelet }) => provesKubelet).length > 0
      ? [{ field: 'KubeletConfiguration', wanted: 'as in cluster.yaml' }]
      : []
  const ofImages = (all: readonly Change[]) =>
    all.filter(({ field: at }) => /^ClusterConfiguration\.(imageRepository|dns)\b/.test(at))
  const images = ofImages(ofCluster).length > 0 ? ofImages(ofCluster) : ofImages(onNodes)
  const unproven = one.facts.live.unproven.includes('kube-proxy')
  const copies = {
    cluster: clusterLines,
    kubelet: changeLines(kubeletChanges),
    kubeletPatch: JSON.stringify(kubeletCopyPatch(cluster, kubelet.record)),
    kubeletAfter: first && first.one.host.name !== name ? `rolled-${first.one.host.name}` : '',
    proxy: lines(proxy.changes, unproven),
    proxyPatch: JSON.stringify(proxyPatch(cluster, proxy)),
    images: changeLines(images),
  }
  const differs = ofCluster.length + kubelet.changes.length + proxy.changes.length > 0
  return { name, copies: { ...copies, record: differs && everybody && withRecord === name } }
}

const certificateNamesOf = (record: Parameters<typeof certificateNames>[1]) => {
  const { apiServer } = record
  const list = isObject(apiServer) ? apiServer['certSANs'] : undefined
  return Array.isArray(list) ? list.map(String) : []
}
