import type { Cluster } from '../../cluster/cluster.ts'
import { isObject } from '../../facts/live/json-of.ts'
import type { LiveFacts } from '../../facts/live/live.ts'
import type { HostWithFacts } from '../../facts/host-with-facts.ts'
import { differingArguments } from './arguments.ts'
import { documentOf, keptOf } from './document-fields.ts'
import { differing, leavesOf, valueAt, type Leaf } from './leaves.ts'
import { hasJoined, isControlPlane, type LiveCheck } from './live-check.ts'

/** Parts of the control plane, and the paths of their arguments in a ClusterConfiguration. */
const PARTS: readonly (readonly [pod: string, path: readonly string[]])[] = [
  ['kube-apiserver', ['apiServer', 'extraArgs']],
  ['kube-controller-manager', ['controllerManager', 'extraArgs']],
  ['kube-scheduler', ['scheduler', 'extraArgs']],
  ['etcd', ['etcd', 'local', 'extraArgs']],
]

/** What spec.kubernetes decides has checks of its own, and so have the names of the certificate. */
const CHECKED = ['kubernetesVersion', 'controlPlaneEndpoint', 'networking', 'apiServer.certSANs']

/** Fields of ClusterConfiguration that no file of a host tells. */
export function clusterLeaves(cluster: Cluster): readonly Leaf[] {
  const known = [...CHECKED, ...PARTS.map(([, path]) => path.join('.'))]
  return leavesOf(documentOf(cluster, 'ClusterConfiguration')).filter(({ path }) => {
    const name = path.join('.')
    return !known.some((one) => name === one || name.startsWith(`${one}.`))
  })
}

const names = (kind: string, leaves: readonly Leaf[]) => leaves.map(({ path }) => `${kind}.${path.join('.')}`)

function ofControlPlane(cluster: Cluster, live: LiveFacts): readonly string[] {
  const document = documentOf(cluster, 'ClusterConfiguration')
  const flags = PARTS.flatMap(([pod, path]) => {
    const is = live.staticPods[pod]?.flags
    const wrong = is ? differingArguments(valueAt(document, path), is) : []
    return wrong.map((name) => `ClusterConfiguration.${path.join('.')}.${name}`)
  })
  const kept = keptOf(live, 'ClusterConfiguration')
  const proxy = keptOf(live, 'KubeProxyConfiguration')
  return [
    ...flags,
    ...(kept ? names('ClusterConfiguration', differing(clusterLeaves(cluster), kept)) : []),
    ...(proxy
      ? names('KubeProxyConfiguration', differing(leavesOf(documentOf(cluster, 'KubeProxyConfiguration')), proxy))
      : []),
  ]
}

function ofKubelet(cluster: Cluster, { kubeletConfig }: LiveFacts): readonly string[] {
  if (Object.keys(kubeletConfig).length === 0) return []
  // The domain has a check of its own.
  const leaves = leavesOf(documentOf(cluster, 'KubeletConfiguration')).filter(({ path }) => path[0] !== 'clusterDomain')
  return names('KubeletConfiguration', differing(leaves, kubeletConfig))
}

/** kubeadm init and join start kubelet with arguments of the document that each reads; the host that has no init was joined. */
function ofRegistration(cluster: Cluster, one: HostWithFacts): readonly string[] {
  const { live } = one.facts
  const { kubeletFlags, documents } = live
  const records = documents.filter(({ from }) => from === 'record')
  // Without a record nobody knows which of the two a control plane was made by.
  if (Object.keys(kubeletFlags).length === 0 || (isControlPlane(one) && records.length === 0)) return []
  const kind = records.some((record) => record.kind === 'InitConfiguration') ? 'InitConfiguration' : 'JoinConfiguration'
  const registration = documentOf(cluster, kind)['nodeRegistration']
  const wanted = isObject(registration) ? registration['kubeletExtraArgs'] : undefined
  return differingArguments(wanted, kubeletFlags).map((name) => `${kind}.nodeRegistration.kubeletExtraArgs.${name}`)
}

/** Fields of the user's documents that differ from what is in effect on one host, as `KubeletConfiguration.maxPods`. */
export function differences(cluster: Cluster, one: HostWithFacts): readonly string[] {
  const { live } = one.facts
  return [
    ...(isControlPlane(one) ? ofControlPlane(cluster, live) : []),
    ...ofKubelet(cluster, live),
    ...ofRegistration(cluster, one),
  ]
}

/** Only what the user's documents set is compared. Values are not shown: a document may hold what is nobody's business. */
export const documents: LiveCheck = (cluster, one) => {
  const found = hasJoined(one) && cluster.documents.length > 0 ? differences(cluster, one) : []
  if (found.length === 0) return undefined
  return {
    message: `${found.join(', ')} ${found.length > 1 ? 'differ' : 'differs'} from what is in use; this is not applied on a live cluster yet`,
    remedy: 'Set it back in cluster.yaml, or change it on the cluster with kubeadm and kubectl first.',
  }
}
