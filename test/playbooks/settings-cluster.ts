import { Host, type Shell } from './scripts.ts'

interface Taint {
  readonly key: string
  readonly value?: string
  readonly effect: string
  readonly timeAdded?: string
}

/** What of a node object labels, annotations and taints touch, and what they must leave alone. */
export interface NodeObject {
  readonly metadata: {
    readonly name: string
    readonly resourceVersion?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly spec?: { readonly taints?: readonly Taint[]; readonly unschedulable?: boolean }
}

/**
 * An API server whose nodes are in nodes.json. It knows the one template, prints what kubectl makes of it, takes merge patches as
 * RFC 7386 has them, and refuses one of another resourceVersion. `conflicts` is how many patches somebody else comes before.
 */
const server = `
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
const [root, ...args] = process.argv.slice(2)
const file = (name) => root + '/' + name
const { items } = JSON.parse(readFileSync(file('nodes.json'), 'utf8'))
const fail = (message, status = 1) => { process.stderr.write(message + '\\n'); process.exit(status) }
const hex = (text) => Buffer.from(text).toString('hex')
const words = (kind, map = {}) => Object.keys(map).sort().map((key) => kind + ':' + key + '=' + hex(map[key]))
const taint = ({ key, value = '', effect, timeAdded }) => 'taint:' + key + ':' + effect + '=' + hex(value) + (timeAdded ? '@' + timeAdded : '')
const merge = (to, patch) => {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch
  const merged = typeof to === 'object' && to !== null && !Array.isArray(to) ? { ...to } : {}
  for (const [key, value] of Object.entries(patch)) if (value === null) delete merged[key]; else merged[key] = merge(merged[key], value)
  return merged
}
if (args.length === 4 && args.slice(0, 3).join(' ') === 'get nodes -o' && args[3].startsWith('go-template={{range .items}}node ')) {
  for (const { metadata, spec = {} } of items) {
    const { name, resourceVersion, labels, annotations } = metadata
    console.log(['node', name, resourceVersion, ...words('label', labels), ...words('annotation', annotations), ...(spec.taints ?? []).map(taint)].join(' '))
  }
  console.log('end')
} else if (args.length === 7 && args[0] === 'patch' && args[1] === 'node' && args.slice(3, 6).join(' ') === '--type merge --patch') {
  appendFileSync(file('patches'), args[2] + ' ' + args[6] + '\\n')
  const at = items.findIndex(({ metadata }) => metadata.name === args[2])
  if (at < 0) fail('nodes "' + args[2] + '" not found')
  if (existsSync(file('refused'))) fail('admission webhook denied the request')
  const conflicts = existsSync(file('conflicts')) ? Number(readFileSync(file('conflicts'), 'utf8')) : 0
  const next = () => String(Number(items[at].metadata.resourceVersion) + 1)
  if (conflicts > 0) {
    writeFileSync(file('conflicts'), String(conflicts - 1))
    items[at].metadata.resourceVersion = next()
  }
  const patch = JSON.parse(args[6])
  const stale = patch.metadata.resourceVersion !== undefined && patch.metadata.resourceVersion !== items[at].metadata.resourceVersion
  if (!stale) {
    items[at] = merge(items[at], patch)
    items[at].metadata.resourceVersion = next()
  }
  writeFileSync(file('nodes.json'), JSON.stringify({ items }))
  if (stale) fail('Operation cannot be fulfilled on nodes: the object has been modified')
  console.log('node/' + args[2] + ' patched')
} else fail('unexpected: kubectl ' + JSON.stringify(args), 99)
`

const kubectl = `[ ! -e "$ROOT/api-down" ] || exit 1
exec '${process.execPath}' "$ROOT/server.mjs" "$ROOT" "$@"`

/** The lead of a cluster with these nodes, which has the awk of its shell's kind. */
export function settingsCluster(shell: Shell, ...nodes: readonly NodeObject[]): Host {
  const awk = shell === 'busybox sh' ? { awk: 'exec busybox awk "$@"' } : undefined
  const host = new Host(shell, { kubectl, ...awk })
  host.write('server.mjs', server)
  host.write('etc/kubernetes/admin.conf', '')
  const items = nodes.map(({ metadata, ...rest }) => ({ metadata: { resourceVersion: '7', ...metadata }, ...rest }))
  host.write('nodes.json', JSON.stringify({ items }))
  return host
}

/** The nodes as they are, without what an API server adds. */
export function nodesOf(host: Host): readonly NodeObject[] {
  const { items } = JSON.parse(host.read('nodes.json')) as { items: readonly NodeObject[] }
  return items.map(({ metadata: { resourceVersion, ...metadata }, ...rest }) => ({ metadata, ...rest }))
}

/** What was asked of it: `w1 {"metadata":…}`. */
export const patchesOf = (host: Host): readonly string[] =>
  host.has('patches') ? host.read('patches').trimEnd().split('\n') : []
