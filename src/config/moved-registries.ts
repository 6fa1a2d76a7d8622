import { registryHost } from '../notation/registry-url.ts'
import { keyStartOf, nodeAt, textAt, type Path, type YamlDocument, type YamlNode } from '../yaml/node.ts'
import type { Problem } from '../yaml/problem.ts'

const RUNTIME: Path = ['spec', 'runtime']
const IMAGES: Path = ['spec', 'mirror', 'images']
/** What is left of mirror.images: images of Kubernetes itself. */
const KEPT: readonly string[] = ['kubernetes', 'pause']
/** A host, a port, a path: nothing that YAML would read as something else between quotes. */
const LOCATION = /^[\w.-]+(:\d+)?(\/[\w./-]+)?$/

interface Moved {
  /** The mapping that has the key. */
  readonly above: Path
  readonly key: string
  /** Registries that it is about. */
  readonly hosts: readonly string[]
}

/**
 * Keys about registries that spec.registries has now: the document without them, and a problem for each with the lines
 * that replace it.
 */
export function movedRegistries(document: YamlDocument): { document: YamlDocument; problems: readonly Problem[] } {
  const { root } = document
  const insecure = locationsAt(root, [...RUNTIME, 'registries', 'insecure'])
  const images = nodeAt(root, IMAGES)
  const mirrored = (images?.kind === 'mapping' ? images.entries : []).flatMap(({ key }) =>
    KEPT.includes(key) || !key.includes('.') ? [] : [key],
  )
  const moved: readonly Moved[] = [
    ...(nodeAt(root, [...RUNTIME, 'registries']) ? [{ above: RUNTIME, key: 'registries', hosts: insecure }] : []),
    ...mirrored.map((key) => ({ above: IMAGES, key, hosts: [key] })),
  ]
  if (moved.length === 0) return { document, problems: [] }
  const problems = moved.map(({ above, key, hosts }) => {
    const lines = hosts.flatMap((host) => lineFor(root, host, insecure.includes(host), mirrored.includes(host)))
    const hint = ['write instead, under spec.registries:', ...lines].join('\n')
    const message = 'this key has been replaced by spec.registries'
    return document.problem(
      keyStartOf(root, above, key),
      [...above, key],
      message,
      lines.length > 0 ? hint : 'leave it out',
    )
  })
  return {
    document: { ...document, root: moved.reduce((node, one) => without(node, one.above, one.key), root) },
    problems,
  }
}

function locationsAt(root: YamlNode, path: Path): readonly string[] {
  const node = nodeAt(root, path)
  const items = node?.kind === 'sequence' ? node.items : node ? [node] : []
  return items.flatMap((item) => (item.kind === 'scalar' && LOCATION.test(item.text) ? [item.text] : []))
}

/** An entry of spec.registries in one line, or what one that is there has to have as well, if anything. */
function lineFor(root: YamlNode, host: string, insecure: boolean, mirrored: boolean): readonly string[] {
  const urls = locationsAt(root, [...IMAGES, host]).map(mirrorText)
  const settings = [
    ...(insecure ? ['insecure: true'] : []),
    ...(mirrored && urls.length > 0 ? [`mirrors: [${urls.join(', ')}]`] : []),
  ]
  const given = nodeAt(root, ['spec', 'registries'])
  const count = given?.kind === 'sequence' ? given.items.length : 0
  const at = Array.from({ length: count }, (_, i) => i).find(
    (i) => textAt(root, ['spec', 'registries', i, 'host']) === host,
  )
  if (at !== undefined) return settings.length > 0 ? [`  in the entry of ${host}: ${settings.join(', ')}`] : []
  return [`  - { host: ${JSON.stringify(host)}${settings.map((text) => `, ${text}`).join('')} }`]
}

/** A path is below the API, which runtimes put before it themselves. */
function mirrorText(location: string): string {
  const server = registryHost(location)
  const path = location.slice(server.length).replace(/\/+$/, '')
  return path === ''
    ? `{ url: ${JSON.stringify(`https://${server}`)} }`
    : `{ url: ${JSON.stringify(`https://${server}/v2${path}`)}, overridePath: true }`
}

function without(node: YamlNode, above: Path, key: string): YamlNode {
  if (node.kind !== 'mapping') return node
  const [next, ...rest] = above
  if (next === undefined) return { ...node, entries: node.entries.filter((entry) => entry.key !== key) }
  const entries = node.entries.map((entry) =>
    entry.key === next ? { ...entry, value: without(entry.value, rest, key) } : entry,
  )
  return { ...node, entries }
}
