import { dump, loadAll } from 'js-yaml'
import type { KubeadmDocument } from '../cluster/cluster.ts'
import { isMap, mergeMaps } from '../kubernetes/merge-maps.ts'

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
