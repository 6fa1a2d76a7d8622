import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { keepPlan, parsePlan, readPlan, wordsOf } from '../../src/bound-plan/plan-document.ts'
import type { PlanFile } from '../../src/bound-plan/plan-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'nodeprep-plan-'))
afterAll(() => rmSync(folder, { recursive: true }))
const planFile: PlanFile = { cluster: 'demo', playbook: 'p', hosts: [] } as unknown as PlanFile

it('keeps which hosts an operation was planned for, and without which', async () => {
  const file = join(folder, 'p.json')
  const selected = { limit: ['w1'], dead: ['w2', 'w9'] }
  const inputs = { cluster: join(folder, 'c.yaml'), playbook: 'forget-nodes', options: {} }
  await keepPlan({ exitCode: 4, planFile }, { out: file, ...selected }, inputs)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ inputs: { cluster: 'c.yaml', ...selected } })
  expect(wordsOf(selected)).toEqual(['--limit', 'w1', '--dead', 'w2,w9'])
})

it.each([1, 3, 130])('keeps no plan of a run that ended with %i', async (exitCode) => {
  const file = join(folder, `${exitCode}.json`)
  await keepPlan({ exitCode: exitCode as 1, planFile }, { out: file }, { cluster: 'c.yaml', playbook: 'p' })
  expect(() => readPlan(file)).toThrow(/cannot be read|not found|no such file/i)
})

it('refuses names of nodes that cannot be such: they become words of a command line', () => {
  const document = { nodeprep: 'plan', version: 1, inputs: { cluster: 'c', playbook: 'p', dead: ['--yes'] }, plan: {} }
  expect(() => parsePlan(JSON.stringify(document), 'p.json')).toThrow(/inputs\.dead/)
})
