import { DEFAULT_RUNTIME, type RuntimeKind } from '../cluster/runtime-kinds.ts'
import { nodeAt, textAt } from '../yaml/node.ts'
import type { YamlDocument, YamlMapping, YamlNode } from '../yaml/node.ts'

/** Settings of spec.runtime that mean something to one kind of runtime alone. */
const OF_ONE_KIND: readonly string[] = ['version', 'package']

/**
 * The same document with another `spec.runtime.kind`, everything else of it checked as for that. Version and package of
 * the kind that the file names are left out.
 */
export function withRuntime(document: YamlDocument, kind: RuntimeKind): YamlDocument {
  const spec = nodeAt(document.root, ['spec'])
  if (spec?.kind !== 'mapping') return document
  const runtime = nodeAt(spec, ['runtime'])
  if (runtime !== undefined && runtime.kind !== 'mapping') return document
  const same = (textAt(spec, ['runtime', 'kind']) ?? DEFAULT_RUNTIME) === kind
  const start = runtime?.start ?? spec.start
  const value: YamlNode = {
    ...{ kind: 'scalar', value: kind, text: kind, start, textStart: start },
    ...{ size: 1, length: kind.length, broken: false },
  }
  const rest = runtime?.entries.filter(({ key }) => key !== 'kind' && (same || !OF_ONE_KIND.includes(key))) ?? []
  const entries = [{ key: 'kind', keyStart: start, value }, ...rest]
  const wanted: YamlMapping = runtime ? { ...runtime, entries } : { ...spec, entries }
  return { ...document, root: replaced(document.root, ['spec', 'runtime'], wanted) }
}

function replaced(node: YamlNode, [key, ...path]: readonly string[], value: YamlNode): YamlNode {
  if (key === undefined) return value
  if (node.kind !== 'mapping') return node
  const old = node.entries.find((entry) => entry.key === key)
  const entry = { key, keyStart: old?.keyStart ?? node.start, value: replaced(old?.value ?? value, path, value) }
  return { ...node, entries: [...node.entries.filter((one) => one !== old), entry] }
}
