import { DEFAULT_RUNTIME, type RuntimeKind } from '../cluster/runtime-kinds.ts'
import { nodeAt, textAt } from '../yaml/node.ts'
import type { YamlDocument, YamlMapping, YamlNode } from '../yaml/node.ts'

/** What an operation sees in a cluster.yaml in place of what is written there. */
export interface Settings {
  readonly runtime?: RuntimeKind | undefined
  /** Of Kubernetes. */
  readonly version?: string | undefined
}

/** Settings of spec.runtime that mean something to one kind of runtime alone. */
const OF_ONE_KIND: readonly string[] = ['version', 'package']

/** The same document with these settings, everything else of it checked as for them. */
export function withSettings(document: YamlDocument, { runtime, version }: Settings): YamlDocument {
  const other = version === undefined ? document : withVersion(document, version)
  return runtime === undefined ? other : withRuntime(other, runtime)
}

/** Problems are still found where the file has its own version. */
function withVersion(document: YamlDocument, version: string): YamlDocument {
  const path = ['spec', 'kubernetes', 'version']
  const written = nodeAt(document.root, path)
  if (written?.kind !== 'scalar') return document
  return { ...document, root: replaced(document.root, path, { ...written, value: version, text: version }) }
}

/** Version and package of the kind that the file names are left out. */
function withRuntime(document: YamlDocument, kind: RuntimeKind): YamlDocument {
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
