import type { Cluster } from '../cluster/cluster.ts'
import type { JsonObject } from '../facts/live/live.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { differingArguments } from '../preflight/live/arguments.ts'
import { imageRepositoryChange } from './images.ts'
import { argumentsOf } from '../preflight/live/document-fields.ts'
import { valueAt, type Leaf } from '../preflight/live/leaves.ts'
import { isArgument, PARTS } from '../preflight/live/rolled-fields.ts'
import type { Change } from './change.ts'
import { fieldName } from './settings.ts'

/** What the whole cluster's ClusterConfiguration is to become. */
export interface ClusterChanges {
  readonly wanted: JsonObject
  /** Leaves of the record that cluster.yaml no longer has. */
  readonly taken: readonly Leaf[]
  /** What differs from the record, or from the cluster's own copy where that is known. */
  readonly changes: readonly Change[]
  /** Those that are not about the cluster's own copy alone: the images in use may be right all the same. */
  readonly changesOfRecord: readonly Change[]
}

/** One static pod of a host that is made again. */
export interface PodRoll {
  readonly name: string
  readonly changes: readonly Change[]
}

const KIND = 'ClusterConfiguration'
const own = <T>(of: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(of, name) ? of[name] : undefined

/** Static pods of a control plane that differ from cluster.yaml, in the order in which they are made again. */
export function podRolls(
  cluster: Cluster,
  { facts: { live } }: HostWithFacts,
  all: ClusterChanges,
): readonly PodRoll[] {
  const { wanted, taken, changes } = all
  const repository = imageRepositoryChange(cluster, live)
  const images = all.changesOfRecord.filter(({ field }) => field === `${KIND}.imageRepository`)
  return PARTS.flatMap(([name, path]): readonly PodRoll[] => {
    const pod = own(live.staticPods, name)
    if (!pod) return []
    const at = [...path, 'extraArgs']
    const given = argumentsOf(valueAt(wanted, at))
    const set = differingArguments(valueAt(wanted, at), pod.flags).map((argument): Change => {
      const value = given.get(argument)?.join(',')
      return { field: `${KIND}.${[...at, argument].join('.')}`, is: own(pod.flags, argument)?.join(','), wanted: value }
    })
    const gone = taken.filter((leaf) => isWithin(leaf.path, at) && isInEffect(leaf, pod.flags)).map(toGone)
    // No file of a host tells these apart; kubeadm does, when it makes the pod again.
    const further = changes.filter(
      ({ field }) => field.startsWith(`${KIND}.${path.join('.')}.`) && !isArgumentField(field),
    )
    const found = [...set, ...gone, ...further, ...(repository ? [repository] : images)]
    const unproven = live.unproven.includes(name)
    return found.length > 0 || unproven ? [{ name, changes: found }] : []
  })
}

const isArgumentField = (field: string) => isArgument({ path: field.split('.').slice(1), value: '' })
const isWithin = (path: readonly string[], above: readonly string[]) => above.every((key, i) => path[i] === key)
const toGone = (leaf: Leaf): Change => ({ field: fieldName(KIND, leaf), is: listed(leaf.value) })
const listed = (value: Leaf['value']) => (Array.isArray(value) ? value.join(',') : value)

/** The value that was once given is the one that the program runs with. */
function isInEffect({ path, value }: Leaf, flags: Readonly<Record<string, readonly string[]>>): boolean {
  return Array.isArray(value) && own(flags, path.at(-1) ?? '')?.join('\n') === value.join('\n')
}
