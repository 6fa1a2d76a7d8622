import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { seed } from '../../seed.ts'
import { nodeSlice } from './cases.ts'
import type { Result } from './result.ts'
import { runCases } from './run-cases.ts'

const chosenBy = seed()
const cases = nodeSlice(chosenBy)
const results = new Map<string, Result>()

// The seed is in the title, so that a failure says how to run the same cases again.
describe(`NODEPREP_SEED=${chosenBy}: the preparation of a node converges after`, () => {
  beforeAll(async () => {
    console.log(`NODEPREP_SEED=${chosenBy} chose ${cases.length} cases`)
    const folder = await mkdtemp(join(tmpdir(), 'nodeprep-faults-'))
    await runCases({
      cases,
      // One for each host: faults are waited for most of the time.
      jobs: 2,
      folder,
      done: (some) => {
        for (const one of some) results.set(one.name, one)
      },
    })
  })

  it.each(cases.map(({ name }) => name))('%s', (name) => {
    expect(results.get(name)?.wrong).toEqual([])
  })
})
