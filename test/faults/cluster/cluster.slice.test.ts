import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Result } from '../node/result.ts'
import { clusterSlice } from './cases.ts'
import { runClusterCases } from './run-cluster.ts'

const results = new Map<string, Result>()

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nodeprep-faults-cluster-'))
  const done = (some: readonly Result[]): void => {
    for (const one of some) results.set(one.name, one)
  }
  await runClusterCases({ cases: clusterSlice(), folder, done })
})

describe('a cluster becomes as one that was never disturbed, after one more apply at most:', () => {
  it.each(clusterSlice().map(({ name }) => name))('%s', (name) => {
    const { reruns = -1, wrong = ['was not run'] } = results.get(name) ?? {}
    expect(wrong).toEqual([])
    expect(reruns).toBeLessThan(2)
  })
})
