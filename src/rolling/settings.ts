import type { Cluster, KubeadmDocument } from '../cluster/cluster.ts'
import { isObject } from '../facts/live/json-of.ts'
import type { JsonObject } from '../facts/live/live.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { imageRepositoryOf } from '../kubernetes/image-repository.ts'
import { initHostOf } from '../kubernetes/init-host.ts'
import { dnsImageRepository } from '../kubernetes/versions/images.ts'
import { documentOf } from '../preflight/live/document-fields.ts'
import { valueAt, type Leaf } from '../preflight/live/leaves.ts'
import { clusterDocument, rolledLeaves } from '../preflight/live/rolled-fields.ts'
import { sameValue } from '../preflight/live/same-value.ts'
import type { Change } from './change.ts'

export type Rolled = Extract<
  KubeadmDocument['kind'],
  'ClusterConfiguration' | 'KubeletConfiguration' | 'KubeProxyConfiguration'
>

/** What cluster.yaml has of a document: for kubeadm's, with the images that spec.mirror decides. */
export function wantedDocument(cluster: Cluster, kind: Rolled): JsonObject {
  if (kind !== 'ClusterConfiguration') return documentOf(cluster, kind)
  const document = clusterDocument(cluster)
  const { version, minor, controlPlaneEndpoint } = cluster.kubernetes
  const repository = imageRepositoryOf(cluster)
  const ofDns = dnsImageRepository(repository, version, minor)
  const { dns } = document
  return {
    ...(repository !== '' && { imageRepository: repository }),
    ...document,
    ...(controlPlaneEndpoint !== undefined && { controlPlaneEndpoint }),
    ...((ofDns !== '' || dns !== undefined) && {
      dns: { ...(ofDns !== '' && { imageRepository: ofDns }), ...(isObject(dns) ? dns : {}) },
    }),
  }
}

/** Names that the certificate of the API server has beside its own. */
export function namesOf(document: JsonObject, further: readonly string[] = []): readonly string[] {
  const names = valueAt(document, ['apiServer', 'certSANs'])
  const texts = Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : []
  return [...new Set([...further, ...texts])]
}

/** What nodeprep gave to kubeadm when it made the cluster, or last changed; undefined where there is no such record. */
export function recordOf(cluster: Cluster, hosts: readonly HostWithFacts[], kind: Rolled): JsonObject | undefined {
  const documents = recordHost(cluster, hosts)?.facts.live.documents.filter(({ from }) => from === 'record')
  return documents && (documents.find((one) => one.kind === kind)?.value ?? {})
}

/** The host that has that record. */
export function recordHost(cluster: Cluster, hosts: readonly HostWithFacts[]): HostWithFacts | undefined {
  const initHost = initHostOf(cluster, hosts)
  return hosts.find(
    ({ host, facts }) =>
      host.name === initHost &&
      facts.live.documents.some(({ from, kind }) => from === 'record' && kind === 'ClusterConfiguration'),
  )
}

const key = ({ path }: Leaf) => path.join('.')

/** Leaves of the record that cluster.yaml no longer has. A cluster does not go back to having no endpoint. */
export function takenOut(kind: Rolled, wanted: JsonObject, record: JsonObject | undefined): readonly Leaf[] {
  const names = new Set(rolledLeaves(kind, wanted).map(key))
  return rolledLeaves(kind, record ?? {}).filter(
    (leaf) => key(leaf) !== 'controlPlaneEndpoint' && !names.has(key(leaf)),
  )
}

/** What differs between cluster.yaml and a document that is in effect or on record. */
export function differences(kind: Rolled, wanted: JsonObject, known: JsonObject): readonly Change[] {
  const is = new Map(rolledLeaves(kind, known).map((leaf) => [key(leaf), leaf.value]))
  return rolledLeaves(kind, wanted)
    .filter((leaf) => !sameValue(leaf.value, is.get(key(leaf)) ?? valueAt(known, leaf.path)))
    .map((leaf) => ({ field: `${kind}.${key(leaf)}`, is: is.get(key(leaf)), wanted: leaf.value }))
}

export const fieldName = (kind: string, { path }: Leaf): string => `${kind}.${path.join('.')}`
