import type { Cluster } from '../cluster/cluster.ts'
import { isObject } from '../facts/live/json-of.ts'
import type { JsonObject, JsonValue } from '../facts/live/live.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { differingArguments } from '../preflight/live/arguments.ts'
import { argumentsOf, documentOf } from '../preflight/live/document-fields.ts'
import { isControlPlane } from '../preflight/live/live-check.ts'
import type { Change } from './change.ts'

export interface ArgumentRoll {
  readonly changes: readonly Change[]
  /** Names that are taken out, and arguments that come, in words. */
  readonly drop: string
  readonly add: string
}

/** What nodeprep itself gives to kubelet when it makes a node. */
const OURS: ReadonlySet<string> = new Set(['node-ip', 'resolv-conf'])

/**
 * Arguments that kubeadm has kubelet started with: init and join take them from the document that each reads. The host that
 * has no record of init was joined; without any record nobody knows of a control plane which it was.
 */
export function kubeletArguments(cluster: Cluster, one: HostWithFacts): ArgumentRoll {
  const { kubeletFlags, documents } = one.facts.live
  const records = documents.filter(({ from }) => from === 'record')
  if (Object.keys(kubeletFlags).length === 0 || (isControlPlane(one) && records.length === 0))
    return { changes: [], drop: '', add: '' }
  const kind = records.some((record) => record.kind === 'InitConfiguration') ? 'InitConfiguration' : 'JoinConfiguration'
  const given = extra(documentOf(cluster, kind))
  const wanted = argumentsOf(given)
  const former = argumentsOf(extra(records.find((record) => record.kind === kind)?.value ?? {}))
  const at = `${kind}.nodeRegistration.kubeletExtraArgs.`
  const isOf = (name: string) => (Object.hasOwn(kubeletFlags, name) ? kubeletFlags[name] : undefined)
  const set = differingArguments(given, kubeletFlags)
  const gone = [...former].flatMap(([name, values]) =>
    !wanted.has(name) && !OURS.has(name) && isOf(name)?.join('\n') === values.join('\n') ? [name] : [],
  )
  const changes: readonly Change[] = [
    ...set.map((name) => ({ field: at + name, is: isOf(name)?.join(','), wanted: wanted.get(name)?.join(',') })),
    ...gone.map((name) => ({ field: at + name, is: isOf(name)?.join(',') })),
  ]
  const words = set.flatMap((name) => (wanted.get(name) ?? []).map((value) => `--${name}=${value}`))
  return { changes, drop: [...set, ...gone].join(' '), add: words.join(' ') }
}

function extra(document: JsonObject): JsonValue | undefined {
  const { nodeRegistration } = document
  return isObject(nodeRegistration) ? nodeRegistration['kubeletExtraArgs'] : undefined
}
