import type { Cluster } from '../cluster/cluster.ts'
import type { JsonObject } from '../facts/live/live.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { proxyDefaults } from '../kubernetes/versions/component-defaults.ts'
import { rolledLeaves } from '../preflight/live/rolled-fields.ts'
import type { Change } from './change.ts'
import { patchOf } from './merge-patch.ts'
import { differences, fieldName, recordOf, takenOut, wantedDocument, type Rolled } from './settings.ts'

/** How a document of the whole cluster differs from what is known of it: from the cluster's own copy, or from the record. */
export interface DocumentChanges {
  readonly wanted: JsonObject
  readonly record: JsonObject | undefined
  /** There is a record, or the cluster's own copy was asked for. */
  readonly known: boolean
  readonly taken: ReturnType<typeof takenOut>
  readonly changes: readonly Change[]
  /** Those of them that are not about the cluster's own copy alone. */
  readonly changesOfRecord: readonly Change[]
}

/** What of a document cluster.yaml has changed since it was last applied, or somebody else. */
export function documentChanges(cluster: Cluster, hosts: readonly HostWithFacts[], kind: Rolled): DocumentChanges {
  const wanted = wantedDocument(cluster, kind)
  const record = recordOf(cluster, hosts, kind)
  const kept = hosts
    .flatMap(({ facts }) => facts.live.documents)
    .find((one) => one.from === 'cluster' && one.kind === kind)
  const taken = takenOut(kind, wanted, record)
  const ofRecord = record ? differences(kind, wanted, record) : []
  const ofCopy = kept ? differences(kind, wanted, kept.value) : []
  const gone = taken.map((leaf) => ({ field: fieldName(kind, leaf), is: leaf.value }))
  const changes = [...ofRecord, ...ofCopy, ...gone].filter(
    (one, i, all) => all.findIndex(({ field }) => field === one.field) === i,
  )
  const known = (record ?? kept) !== undefined
  return { wanted, record, known, taken, changes, changesOfRecord: [...ofRecord, ...gone] }
}

/** JSON merge patch of the cluster's KubeProxyConfiguration. */
export function proxyPatch(cluster: Cluster, { wanted, taken }: DocumentChanges): JsonObject {
  const known = proxyDefaults(cluster.kubernetes.podSubnet)
  return patchOf(rolledLeaves('KubeProxyConfiguration', wanted), taken, ({ path }) => known[path.join('.')])
}
