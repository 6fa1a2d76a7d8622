import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { nodeCases, sliceCases } from './cases.ts'
import type { Result } from './result.ts'
import { runCases } from './run-cases.ts'

const cases = sliceCases()
const results = new Map<string, Result>()

it('holds every fault, and every step of a Debian host', () => {
  const whole = nodeCases()
  expect(new Set(cases.map(({ fault }) => fault.name))).toEqual(new Set(whole.map(({ fault }) => fault.name)))
  const steps = (all: typeof cases) => new Set(all.filter(({ kind }) => kind === 'debian12').map(({ step }) => step.id))
  expect(steps(cases)).toEqual(steps(whole))
})

describe('the preparation of a node converges after', () => {
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

  it.each(cases.map(({ name }) => name))('%s', (name) => {
    expect(results.get(name)?.wrong).toEqual([])
  })
})
