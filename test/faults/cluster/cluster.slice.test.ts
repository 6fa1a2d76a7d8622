import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Result } from '../node/result.ts'
import { seed } from '../../seed.ts'
import { clusterSlice } from './cases.ts'
import { runClusterCases } from './run-cluster.ts'

const chosenBy = seed()
const cases = clusterSlice(chosenBy)
const results = new Map<string, Result>()

// The seed is in the title, so that a failure says how to run the same cases again.
describe(`NODEPREP_SEED=${chosenBy}: a cluster converges, after one more apply at most, after`, () => {
  beforeAll(async () => {
    console.log(`NODEPREP_SEED=${chosenBy} chose ${cases.length} cases`)
    const folder = await mkdtemp(join(tmpdir(), 'nodeprep-faults-cluster-'))
    const done = (some: readonly Result[]): void => {
      for (const one of some) results.set(one.name, one)
    }
    await runClusterCases({ cases, folder, done })
  })

  it.each(cases.map(({ name }) => name))('%s', (name) => {
    const { reruns = -1, wrong = ['was not run'] } = results.get(name) ?? {}
    expect(wrong).toEqual([])
    expect(reruns).toBeLessThan(2)
  })
})
