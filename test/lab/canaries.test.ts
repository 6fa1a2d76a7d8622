import { afterAll, beforeAll, expect, it } from 'vitest'
import { leaks, reportText } from '../secrets/report.ts'
import { runCanaries, type Result } from '../secrets/run-canaries.ts'
import { ensureArtifacts } from './artifacts/index.ts'
import { createLab, type Lab } from './lab.ts'

let lab: Lab
let result: Result

/** A cluster of two hosts, one with apt and a sudo that asks for a password, one with dnf and a sudo that does not. */
beforeAll(async () => {
  const hosts = [
    { name: 'cp1', kind: 'debian12' },
    { name: 'w1', kind: 'centos' },
  ] as const
  lab = await createLab({ id: `canaries-${process.pid}`, hosts, artifacts: await ensureArtifacts() })
  result = await runCanaries(lab, () => undefined)
})
afterAll(() => lab.down())

it('takes a whole cluster up and fails where it should', () => {
  const wrong = result.runs.filter(({ exitCode, expected }) => exitCode !== expected)
  expect(
    wrong.map(({ name }) => name),
    reportText(result),
  ).toEqual([])
})

it('leaks no secret anywhere in a whole run at debug level', () => {
  expect(leaks(result), reportText(result)).toEqual([])
})

it('would have found a secret at every place that was searched', () => {
  expect(result.missed).toEqual([])
  for (const { passes, processes } of Object.values(result.searched)) {
    expect(passes).toBeGreaterThan(100)
    expect(processes).toBeGreaterThan(10)
  }
})

it('needs of sudo what render --sudoers prints, and its users may do nothing else by it', () => {
  expect(Object.values(result.privileges)).toEqual([
    { user: 'ops', allowed: true, tooMuch: [] },
    { user: 'deploy', allowed: true, tooMuch: [] },
  ])
})
