import type { Cluster, KubeadmDocument } from '../../cluster/cluster.ts'
import { isObject, jsonOf } from '../../facts/live/json-of.ts'
import type { JsonObject, JsonValue, LiveFacts } from '../../facts/live/live.ts'

/** A document of the user's as JSON, without what may hold a secret; {} when there is none. */
export function documentOf({ documents }: Cluster, kind: KubeadmDocument['kind']): JsonObject {
  const value = jsonOf(documents.find((document) => document.kind === kind)?.value ?? {})
  return isObject(value) ? value : {}
}

/** A text at the top of a document of the user's. */
export function fieldOf(cluster: Cluster, kind: KubeadmDocument['kind'], field: string): string | undefined {
  const value = documentOf(cluster, kind)[field]
  return typeof value === 'string' ? value : undefined
}

/** What the cluster keeps of a document, or what nodeprep gave to kubeadm on this host; undefined when neither is known. */
export function keptOf({ documents }: LiveFacts, kind: KubeadmDocument['kind']): JsonObject | undefined {
  const of = (from: string) => documents.find((one) => one.from === from && one.kind === kind)?.value
  return of('cluster') ?? of('record')
}

/** Arguments of a program by name: a map before v1beta4, from then on a list of { name, value }. */
export function argumentsOf(value: JsonValue | undefined): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  const put = (name: string, text: JsonValue | undefined) =>
    text === undefined ||
    text === null ||
    found.set(name, [...(found.get(name) ?? []), typeof text === 'object' ? '' : String(text)])
  if (Array.isArray(value))
    for (const item of value.filter(isObject)) if (typeof item['name'] === 'string') put(item['name'], item['value'])
  if (isObject(value)) for (const [name, text] of Object.entries(value)) put(name, text)
  return found
}

/** An argument that the user's ClusterConfiguration gives to a part of the control plane. */
export function argumentOf(cluster: Cluster, part: string, name: string): string | undefined {
  const component = documentOf(cluster, 'ClusterConfiguration')[part]
  return argumentsOf(isObject(component) ? component['extraArgs'] : undefined)
    .get(name)
    ?.at(-1)
}
