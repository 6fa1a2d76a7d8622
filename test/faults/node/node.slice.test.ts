import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { sliceCases } from './cases.ts'
import type { Result } from './result.ts'
import { runCases } from './run-cases.ts'

const cases = sliceCases()
const results = new Map<string, Result>()

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nodeprep-faults-'))
  await runCases({
    cases,
    jobs: 2,
    folder,
    done: (some) => {
      for (const one of some) results.set(one.name, one)
    },
  })
})

describe('the preparation of a node converges after', () => {
  it.each(cases.map(({ name }) => name))('%s', (name) => {
    expect(results.get(name)?.wrong).toEqual([])
  })
})
