import { expect, test } from 'vitest'
import { clusterCases } from './cluster/cases.ts'
import { nodeCases } from './node/cases.ts'
import { ofShard, parseShard } from './shard.ts'

const cases = [...nodeCases(), ...clusterCases()]
const shards = (all: readonly { readonly name: string }[], count: number) =>
  Array.from({ length: count }, (_, i) => ofShard(all, { index: i + 1, count }).map(({ name }) => name))

test.each([1, 2, 7, 16])('%d shards together are all cases, each once', (count) => {
  const all = shards(cases, count).flat()
  expect(all.toSorted()).toEqual(cases.map(({ name }) => name).toSorted())
  expect(new Set(all).size).toBe(cases.length)
})

test.each([2, 7, 16])('%d shards have about the same number of cases', (count) => {
  const sizes = shards(cases, count).map((shard) => shard.length)
  expect(Math.min(...sizes)).toBeGreaterThan((cases.length / count) * 0.7)
  expect(Math.max(...sizes)).toBeLessThan((cases.length / count) * 1.3)
})

test('a case stays in its shard whatever other cases there are', () => {
  const some = cases.filter((_, i) => i % 3 === 0)
  const kept = new Set(some.map(({ name }) => name))
  expect(shards(some, 7)).toEqual(shards(cases, 7).map((shard) => shard.filter((name) => kept.has(name))))
})

test('the split is the same on every machine', () => {
  const one = [{ name: 'node/debian12/overlay/before/power' }]
  expect(shards(one, 4).findIndex((shard) => shard.length === 1)).toMatchInlineSnapshot(`3`)
})

test('a shard is written I/N', () => {
  expect(parseShard('3/16')).toEqual({ index: 3, count: 16 })
  for (const text of ['0/4', '5/4', '1', 'a/b', '1/0', '-1/2']) expect(() => parseShard(text)).toThrow('--shard')
})
