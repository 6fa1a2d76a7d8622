import type { Cluster } from '../cluster/cluster.ts'
import type { JsonObject } from '../facts/live/live.ts'
import { hasArgumentLists } from '../kubernetes/versions/kubeadm-api.ts'
import type { Leaf } from '../preflight/live/leaves.ts'
import { isArgument, rolledLeaves } from '../preflight/live/rolled-fields.ts'
import type { Names } from './certificate.ts'
import { patchOf } from './merge-patch.ts'

export interface ClusterPatch {
  /** JSON merge patch. */
  readonly merge: string
  /**
   * What a merge patch cannot say: lists of which items are taken and to which some are added, a line each: the path as
   * `apiServer.extraArgs`, the names that go, and the items that come, both as lists of JSON, parted by tabs.
   */
  readonly lists: string
}

/** The patch that makes a cluster's ClusterConfiguration what cluster.yaml says, and leaves all else in it as it is. */
export function clusterPatch(
  cluster: Cluster,
  wanted: JsonObject,
  taken: readonly Leaf[],
  names: Pick<Names, 'wanted' | 'taken' | 'former'>,
): ClusterPatch {
  const leaves = rolledLeaves('ClusterConfiguration', wanted)
  const asLists = hasArgumentLists(cluster.kubernetes.minor)
  const plain = (leaf: Leaf) => !isArgument(leaf)
  const single = (leaf: Leaf): Leaf =>
    isArgument(leaf) && Array.isArray(leaf.value) ? { path: leaf.path, value: String(leaf.value.at(-1)) } : leaf
  const [set, gone] = asLists ? [leaves.filter(plain), taken.filter(plain)] : [leaves.map(single), taken]
  const served = [...names.wanted, ...names.former]
  const further = served.length + names.taken.length === 0 ? [] : [certSANs(served, names.taken)]
  const lists = [...(asLists ? argumentLists(leaves, taken) : []), ...further]
  return { merge: JSON.stringify(patchOf(set, gone, () => undefined)), lists: lists.join('\n') }
}

const json = (items: readonly unknown[]) => items.map((item) => JSON.stringify(item)).join(',')

function certSANs(wanted: readonly string[], taken: readonly string[]): string {
  return ['apiServer.certSANs', json([...wanted, ...taken]), json(wanted)].join('\t')
}

function argumentLists(leaves: readonly Leaf[], taken: readonly Leaf[]): readonly string[] {
  const paths = [...leaves, ...taken].filter(isArgument).map(({ path }) => path.slice(0, -1).join('.'))
  return [...new Set(paths)].map((at) => {
    const of = (all: readonly Leaf[]) =>
      all.filter((leaf) => isArgument(leaf) && leaf.path.slice(0, -1).join('.') === at)
    const name = ({ path }: Leaf) => path.at(-1) ?? ''
    const items = of(leaves).flatMap((leaf) =>
      (Array.isArray(leaf.value) ? leaf.value : []).map((value: unknown) => ({ name: name(leaf), value })),
    )
    return [at, json([...of(leaves), ...of(taken)].map(name)), json(items)].join('\t')
  })
}
