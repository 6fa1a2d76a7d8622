import type { Cluster, KubeadmDocument } from '../../cluster/cluster.ts'
import { isObject } from '../../facts/live/json-of.ts'
import type { JsonObject } from '../../facts/live/live.ts'
import { argumentsOf, documentOf } from './document-fields.ts'
import { leavesOf, valueAt, type Leaf } from './leaves.ts'

/** Static pods of a control plane, and the part of a ClusterConfiguration that each is made from. */
export const PARTS: readonly (readonly [pod: string, path: readonly string[]])[] = [
  ['etcd', ['etcd', 'local']],
  ['kube-apiserver', ['apiServer']],
  ['kube-controller-manager', ['controllerManager']],
  ['kube-scheduler', ['scheduler']],
]

/** Paths of their arguments. */
export const ARGUMENTS = PARTS.map(([, path]) => [...path, 'extraArgs'])

/** Fields of documents that checks of their own compare: spec decides them, or they are names of the certificate. */
const CHECKED: Readonly<Partial<Record<KubeadmDocument['kind'], readonly string[]>>> = {
  ClusterConfiguration: ['kubernetesVersion', 'networking', 'apiServer.certSANs'],
  KubeletConfiguration: ['clusterDomain'],
}

/** Fields that stay as they were when the cluster was made, with the reason. */
const FIXED: Readonly<Partial<Record<KubeadmDocument['kind'], readonly string[]>>> = {
  ClusterConfiguration: [
    'certificatesDir',
    'clusterName',
    'dns.disabled',
    'dns.type',
    'etcd.external',
    'etcd.local.dataDir',
    'etcd.local.peerCertSANs',
    'etcd.local.serverCertSANs',
    'proxy.disabled',
    'useHyperKubeImage',
  ],
  KubeletConfiguration: ['cgroupDriver', 'containerRuntimeEndpoint', 'staticPodPath'],
}

const within = (path: readonly string[], names: readonly string[] = []) =>
  names.some((name) => `${path.join('.')}.`.startsWith(`${name}.`))

export const isChecked = (kind: KubeadmDocument['kind'], { path }: Leaf): boolean => within(path, CHECKED[kind])
export const isFixed = (kind: KubeadmDocument['kind'], { path }: Leaf): boolean => within(path, FIXED[kind])
export const isArgument = ({ path }: Leaf): boolean =>
  within(
    path,
    ARGUMENTS.map((one) => one.join('.')),
  )

/** What apply changes of a document: its leaves, each argument of a program one with the list of its values. */
export function rolledLeaves(kind: KubeadmDocument['kind'], document: JsonObject): readonly Leaf[] {
  const plain = leavesOf(document).filter((leaf) => !isArgument(leaf))
  const given = kind === 'ClusterConfiguration' ? ARGUMENTS : []
  const named = given.flatMap((path) =>
    [...argumentsOf(valueAt(document, path))].map(([name, value]): Leaf => ({ path: [...path, name], value })),
  )
  return [...plain, ...named].filter((leaf) => !isChecked(kind, leaf) && !isFixed(kind, leaf))
}

/**
 * A ClusterConfiguration of the user's for {@link rolledLeaves}: as documents have it, but with all arguments, which are no
 * secrets, since everybody on the host sees them.
 */
export function clusterDocument(cluster: Cluster): JsonObject {
  const written = cluster.documents.find(({ kind }) => kind === 'ClusterConfiguration')?.value ?? {}
  return ARGUMENTS.reduce(
    (document, path) => withValue(document, path, written),
    documentOf(cluster, 'ClusterConfiguration'),
  )
}

function withValue(below: JsonObject, [key = '', ...rest]: readonly string[], above: unknown): JsonObject {
  const value = isObject(above) ? above[key] : undefined
  if (value === undefined || value === null) return below
  const inner = below[key]
  return { ...below, [key]: rest.length === 0 ? value : withValue(isObject(inner) ? inner : {}, rest, value) }
}
