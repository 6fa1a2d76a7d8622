import { describe, expect, it } from 'vitest'
import { parseCluster } from '../../src/config/load.ts'
import { formatProblem } from '../../src/yaml/problem.ts'
import { leavesOf } from '../config/leaves.ts'
import { rolls } from '../../src/rolling/rolls.ts'
import { refusals, running } from './live-fixtures.ts'
import { changes, type Change } from './live-keys.ts'

const leaves = leavesOf()

/** The file of the cluster that runs, with two hosts. */
const file = {
  apiVersion: 'nodeprep.dev/v1alpha1',
  kind: 'Cluster',
  metadata: { name: 'demo' },
  spec: {
    kubernetes: { version: '1.36.5' },
    hosts: [
      { name: 'cp1', address: '10.0.0.11', role: 'control-plane' },
      { name: 'w1', address: '10.0.0.21', role: 'worker' },
    ],
  },
}

/** `spec.hosts[].name` → spec, hosts, 1, name: of a list without a number, the second item is meant. */
function placeOf(name: string): readonly (string | number)[] {
  const words = name.match(/"[^"]+"|\[\d*\]|[^.[\]]+/g) ?? []
  return words.map((word) =>
    word === '[]' ? 1 : /^\[\d+\]$/.test(word) ? Number(word.slice(1, -1)) : word.replaceAll('"', ''),
  )
}

/** A copy with a value at a place. */
function put(base: unknown, [key, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (key === undefined) return value
  const inner: unknown = typeof base === 'object' && base !== null ? Reflect.get(base, key) : undefined
  if (typeof key === 'string') return { ...(typeof base === 'object' ? base : {}), [key]: put(inner, rest, value) }
  const items: readonly unknown[] = Array.isArray(base) ? base : []
  return [...items.slice(0, key), put(inner, rest, value), ...items.slice(key + 1)]
}

/** Names of the checks that refuse a file on the live cluster; of one that is not valid, what is wrong with it. */
function refusedBy(value: unknown, { situation }: Change): readonly string[] {
  const result = parseCluster(JSON.stringify(value), 'cluster.yaml', { home: '/', readManifest: () => '' })
  if ('problems' in result) return ['validate', ...result.problems.map(formatProblem)]
  const { cluster } = result
  return [...new Set(refusals({ ...situation, cluster, hosts: cluster.hosts }).flatMap(({ names }) => names))]
}

/** Names of the hosts that change one after the other. */
function rollsOf(value: unknown, { situation }: Change): string {
  const result = parseCluster(JSON.stringify(value), 'cluster.yaml', { home: '/', readManifest: () => '' })
  if ('problems' in result) return ''
  const { cluster, hosts } = running({ ...situation, cluster: result.cluster, hosts: result.cluster.hosts })
  return [...rolls(cluster, hosts, undefined).keys()].join(' ')
}

describe('a change on a live cluster', () => {
  it('is tried of every leaf, or of the key that declares it for all below', () => {
    const declared = leaves.map(({ name, live, declaredAt }) => (live?.below === true ? declaredAt : name))
    expect(changes.map(({ leaf }) => leaf).sort()).toEqual([...new Set(declared)].sort())
  })

  it.each(changes)('of $leaf is refused exactly if the schema says so', (change) => {
    const { leaf, value, check, at = leaf, given = {} } = change
    const before = Object.entries(given).reduce<unknown>((all, [key, one]) => put(all, placeOf(key), one), file)
    expect(refusedBy(before, change)).toEqual([])
    const found = refusedBy(put(before, placeOf(at), value), change)
    const live = leaves.find(({ name, declaredAt }) => name === leaf || declaredAt === leaf)?.live
    if (live?.does === 'fixed' || live?.does === 'operation') expect(found).toContain(check)
    else expect([found, check]).toEqual([[], undefined])
    expect(rollsOf(before, change)).toBe('')
    expect(rollsOf(put(before, placeOf(at), value), change)).toBe(change.rolls ?? '')
    if (change.rolls !== undefined) expect(live?.does).toBe('rolls')
  })
})
