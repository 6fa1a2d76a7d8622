import { dump, loadAll } from 'js-yaml'
import type { KubeadmDocument } from '../cluster/cluster.ts'

type Map = Readonly<Record<string, unknown>>

const isMap = (value: unknown): value is Map => typeof value === 'object' && value !== null && !Array.isArray(value)
const isNamed = (value: unknown): value is { name: string } => isMap(value) && typeof value['name'] === 'string'

/** Lists of arguments by name, as kubeadm has them from v1beta4 on. */
const argumentLists = new Set(['extraArgs', 'kubeletExtraArgs'])

function mergeArguments(below: readonly unknown[], above: readonly unknown[]): unknown[] {
  const names = new Set(above.filter(isNamed).map(({ name }) => name))
  return [...below.filter((item) => !isNamed(item) || !names.has(item.name)), ...above]
}

/** Deep merge of maps; anything else of `above`, lists too, replaces what is below it. Arguments merge by their names. */
export function mergeMaps(below: Map, above: Map): Map {
  const merged: Record<string, unknown> = { ...below }
  for (const [key, value] of Object.entries(above)) {
    const old = merged[key]
    if (isMap(old) && isMap(value)) merged[key] = mergeMaps(old, value)
    else if (argumentLists.has(key) && Array.isArray(old) && Array.isArray(value))
      merged[key] = mergeArguments(old, value)
    else merged[key] = value
  }
  return merged
}

/**
 * Merges the user's documents over the rendered documents of the same kind and prints them all, always in the same
 * way; a kind that was not rendered follows at the end. That the API versions agree was checked when the documents were read.
 */
export function mergeDocuments(renderedYaml: string, documents: readonly KubeadmDocument[]): string {
  const rendered = loadAll(renderedYaml).filter(isMap)
  const kinds = new Set(rendered.map((map) => map['kind']))
  const merged = rendered.map((map) =>
    documents.filter(({ kind }) => kind === map['kind']).reduce((below, { value }) => mergeMaps(below, value), map),
  )
  const further = documents.filter(({ kind }) => !kinds.has(kind)).map(({ value }) => value)
  return [...merged, ...further].map((map) => dump(map, { lineWidth: -1, noRefs: true })).join('---\n')
}
