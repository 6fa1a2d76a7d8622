import type { Cluster } from '../cluster/cluster.ts'
import type { JsonObject, JsonValue } from '../facts/live/live.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { kubeletDefaults } from '../kubernetes/versions/component-defaults.ts'
import { valueAt, type Leaf } from '../preflight/live/leaves.ts'
import { rolledLeaves } from '../preflight/live/rolled-fields.ts'
import { sameValue } from '../preflight/live/same-value.ts'
import { ownKubelet } from '../kubernetes/own-kubelet.ts'
import { mergeMaps } from '../kubernetes/merge-maps.ts'
import type { Change } from './change.ts'
import { patchOf } from './merge-patch.ts'
import { differences, fieldName, takenOut, wantedDocument } from './settings.ts'

const KIND = 'KubeletConfiguration'

/** What /var/lib/kubelet/config.yaml of a host is to become. */
export interface KubeletRoll {
  readonly changes: readonly Change[]
  /** As a JSON merge patch. */
  readonly patch: JsonObject
}

/** What the host alone had when it was last applied. */
export const appliedKubelet = ({ facts }: HostWithFacts): JsonObject =>
  facts.live.documents.find(({ from, kind }) => from === 'host' && kind === KIND)?.value ?? {}

/** Compares the file of a host's kubelet with cluster.yaml; what nobody wants any more, and is still there, goes. */
export function kubeletRoll(cluster: Cluster, one: HostWithFacts, record: JsonObject | undefined): KubeletRoll {
  const { kubeletConfig } = one.facts.live
  if (Object.keys(kubeletConfig).length === 0) return { changes: [], patch: {} }
  const wanted = merged(wantedDocument(cluster, KIND), ownKubelet(one.host))
  const set = differences(KIND, wanted, kubeletConfig)
  const former = merged(record ?? {}, appliedKubelet(one))
  const gone = takenOut(KIND, wanted, former).filter((leaf) => {
    const is = valueAt(kubeletConfig, leaf.path)
    return is !== undefined && sameValue(leaf.value, is) && !sameValue(defaultOf(cluster, leaf) ?? null, is)
  })
  const changes = [
    ...set,
    ...gone.map((leaf) => ({ field: fieldName(KIND, leaf), is: leaf.value, wanted: defaultOf(cluster, leaf) })),
  ]
  return { changes, patch: patchOf(rolledLeaves(KIND, wanted), gone, (leaf) => defaultOf(cluster, leaf)) }
}

/** What the cluster's own copy is to become: the same without what is of one host alone. */
export function kubeletCopyPatch(cluster: Cluster, record: JsonObject | undefined): JsonObject {
  const wanted = wantedDocument(cluster, KIND)
  return patchOf(rolledLeaves(KIND, wanted), takenOut(KIND, wanted, record), (leaf) => defaultOf(cluster, leaf))
}

function defaultOf({ kubernetes }: Cluster, { path }: Leaf): JsonValue | undefined {
  const known = kubeletDefaults(kubernetes.minor, kubernetes.serviceSubnet)
  return Object.hasOwn(known, path.join('.')) ? known[path.join('.')] : undefined
}

const merged = (below: JsonObject, above: JsonObject) => mergeMaps(below, above) as JsonObject
