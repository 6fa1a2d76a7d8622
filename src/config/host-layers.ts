import { readTaint, type Taint } from '../notation/taint.ts'
import type { Path } from '../yaml/node.ts'
import type { ClusterInput, HostInput } from './schema/cluster.ts'

/** Settings that groups and hosts have in common. */
export type HostSettings = Pick<HostInput, keyof typeof shapes>

/** What tells the items of a list apart, and an item in the one way of several to write it. */
type ListShape = (item: never) => readonly [key: string, item: unknown]
/** How a value merges: a mapping by key, where the keys named here merge in turn; a list by its items. */
type Shape = { readonly [key: string]: Shape } | ListShape

const byKeyAndEffect = (given: string | Taint) => {
  const taint = typeof given === 'string' ? readTaint(given) : given
  const { key = '', value = '', effect = '' } = taint ?? {}
  return [`${key}:${effect}`, { key, value, effect }] as const
}

/** Every setting of groups and hosts. What has no shape within one, such as a list, is replaced as a whole. */
const shapes = {
  ssh: { become: {} },
  kernel: { parameters: {} },
  labels: {},
  annotations: {},
  taints: byKeyAndEffect,
  kubelet: {},
} as const satisfies Readonly<Record<string, Shape>>

const own = (from: unknown, key: string): unknown =>
  from !== undefined && Object.hasOwn(from as object, key) ? Reflect.get(from as object, key) : undefined
const shapeOf = (shape: Shape, key: string) => own(shape, key) as Shape | undefined
const items = (shape: ListShape, list: unknown) => new Map((list as readonly never[]).map(shape))
const keysOf = (...all: readonly unknown[]) => [...new Set(all.flatMap((one) => Object.keys(one as object)))]

/** One value over another of the same shape. */
function over(shape: Shape | undefined, lower: unknown, upper: unknown): unknown {
  if (upper === undefined || lower === undefined || shape === undefined) return upper ?? lower
  if (typeof shape === 'function') return [...new Map([...items(shape, lower), ...items(shape, upper)]).values()]
  const merged = keysOf(lower, upper).map((key) => [key, over(shapeOf(shape, key), own(lower, key), own(upper, key))])
  return Object.fromEntries(merged)
}

const settingsIn = (from: object): HostSettings =>
  Object.fromEntries(
    Object.keys(shapes).flatMap((key) => (own(from, key) === undefined ? [] : [[key, own(from, key)]])),
  )

/** What spec, the groups of a host and the host itself say together: spec < group < host. */
export function settingsOf(
  host: HostInput,
  { groups, ...spec }: Pick<ClusterInput['spec'], 'groups' | 'ssh' | 'kernel'>,
): HostSettings {
  const its = Object.values(groups).filter(({ hosts }) => hosts.includes(host.name))
  return [...its, host].reduce<HostSettings>(
    (lower, upper) => over(shapes, lower, settingsIn(upper)) as HostSettings,
    settingsIn(spec),
  )
}

/**
 * Paths within the settings of a second group at which it contradicts the first. What the host says itself counts instead of
 * both, and is no contradiction.
 */
export function contradictions(first: object, second: object, host: object): readonly Path[] {
  return differing(shapes, settingsIn(first), settingsIn(second), settingsIn(host))
}

function differing(shape: Shape | undefined, first: unknown, second: unknown, host: unknown): readonly Path[] {
  if (first === undefined || second === undefined) return []
  if (shape === undefined) return host !== undefined || same(first, second) ? [] : [[]]
  if (typeof shape === 'function') {
    const [others, settled] = [items(shape, first), items(shape, host ?? [])]
    return (second as readonly never[]).flatMap((item, i): readonly Path[] => {
      const [key, value] = shape(item)
      return others.has(key) && !settled.has(key) && !same(others.get(key), value) ? [[i]] : []
    })
  }
  return keysOf(second).flatMap((key) =>
    differing(shapeOf(shape, key), own(first, key), own(second, key), own(host, key)).map((path) => [key, ...path]),
  )
}

/** The keys of a mapping may be in any order. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value
