import { expect, test } from 'vitest'
import { choose } from './choose.ts'
import { clusterCases, clusterSlice } from './cluster/cases.ts'
import { nodeCases, nodeSlice } from './node/cases.ts'

const names = (cases: readonly { readonly name: string }[]): readonly string[] => cases.map(({ name }) => name)
const faults = (cases: readonly { readonly fault: { readonly name: string } }[]): ReadonlySet<string> =>
  new Set(cases.map(({ fault }) => fault.name))
const seeds = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => `seed ${i}`)

test('the same seed chooses the same cases, another one others', () => {
  expect(names(nodeSlice('a'))).toEqual(names(nodeSlice('a')))
  expect(names(clusterSlice('a'))).toEqual(names(clusterSlice('a')))
  expect(names(nodeSlice('a'))).not.toEqual(names(nodeSlice('b')))
  expect(names(clusterSlice('a'))).not.toEqual(names(clusterSlice('b')))
})

test('cases are chosen once each, in the order of the matrix', () => {
  const chosen = names(nodeSlice('a'))
  expect(names(nodeCases()).filter((name) => chosen.includes(name))).toEqual(chosen)
})

const few = ['kill', 'power', 'cut'].flatMap((fault) =>
  Array.from({ length: fault === 'kill' ? 1 : 12 }, (_, i) => ({ name: `${fault}-${i}`, fault: { name: fault } })),
)

test('a slice with room for it has every fault', () => {
  for (const seed of seeds(50)) expect(faults(choose(few, seed, 3, () => true)).size).toBe(3)
})

test('a slice that is smaller has as many faults as cases', () => {
  for (const seed of seeds(50)) expect(faults(choose(few, seed, 2, () => true)).size).toBe(2)
})

test('what does not fit is left out', () => {
  const chosen = choose(few, 'a', 10, (cases) => cases.every(({ name }) => name.startsWith('power')))
  expect([...faults(chosen)]).toEqual(['power'])
  expect(chosen).toHaveLength(10)
})

test('the slice of the node has 12 cases at most, no fault twice, on both kinds of host', () => {
  const slices = seeds(100).map((seed) => nodeSlice(seed))
  for (const slice of slices) expect(faults(slice).size).toBe(slice.length)
  expect(Math.min(...slices.map(({ length }) => length))).toBeGreaterThan(9)
  expect(Math.max(...slices.map(({ length }) => length))).toBe(12)
  expect(new Set(slices.flatMap((slice) => slice.map(({ kind }) => kind))).size).toBe(2)
})

test('the slice of the cluster has three cases at most, no fault and no step twice', () => {
  const slices = seeds(100).map((seed) => clusterSlice(seed))
  for (const slice of slices) expect(faults(slice).size).toBe(slice.length)
  for (const slice of slices) expect(new Set(slice.map(({ step }) => step)).size).toBe(slice.length)
  expect(Math.max(...slices.map((slice) => slice.length))).toBe(3)
})

test('over many seeds every case of the cluster comes up', () => {
  const met = new Set(seeds(3000).flatMap((seed) => names(clusterSlice(seed))))
  expect(names(clusterCases()).filter((name) => !met.has(name))).toEqual([])
})

// A draw may start with any case, so every one comes up, but it takes thousands of seeds to see the last of 1,235.
test('over many seeds most cases of the node come up', () => {
  const met = new Set(seeds(700).flatMap((seed) => names(nodeSlice(seed))))
  expect(met.size).toBeGreaterThan(nodeCases().length * 0.7)
})
