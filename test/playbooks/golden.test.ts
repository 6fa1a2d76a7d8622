import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { load, loadAll } from 'js-yaml'
import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import type { PlannedStep } from '../../src/plan/plan.ts'
import { compile } from '../../src/program/compile.ts'
import { casesOf } from '../differences/labels.ts'
import { differencesIn, tableText } from '../differences/table.ts'
import { base, goldenTables } from './golden-plans.ts'
import { planDifferences, planFrom } from './plan-differences.ts'
import { planText } from './plan-sections.ts'
import { clusters, planFor } from './plans.ts'

const contents = (steps: readonly PlannedStep[]) =>
  steps.flatMap(({ params }) => {
    const { path, content } = params as { path?: string; content?: string }
    return path === undefined || content === undefined ? [] : [{ path, content }]
  })

/** Many hosts have the same program. */
const read: Readonly<Record<string, Set<string>>> = { dash: new Set(), bash: new Set() }

it('one plan is as it was', async () => {
  await expect(planText(base().sections)).toMatchFileSnapshot('golden/plans/base.txt')
})

it('no other golden plan is there', () => {
  const names = ['base', ...goldenTables.map(({ name }) => name)].map((name) => `${name}.txt`)
  const files = readdirSync(new URL('golden/plans', import.meta.url))
  expect(files.filter((name) => !names.includes(name))).toEqual([])
})

describe.each(goldenTables)('$name', ({ name, about, table, planned, from }) => {
  const plans = new Map(
    casesOf(table).map((one) => {
      const [row = '', column = ''] = one.split('/')
      return [one, { ...planned(row, column), from: from(row, column).sections }] as const
    }),
  )
  const text = tableText(about, table, (one) => {
    const { from: before = new Map(), sections = new Map() } = plans.get(one) ?? {}
    return planDifferences(before, sections)
  })

  it('differ as they did', async () => {
    await expect(text).toMatchFileSnapshot(`golden/plans/${name}.txt`)
  })

  describe.each([...plans])('%s', (one, { plan, sections, from: before }) => {
    it('is wholly determined by the golden texts', () => {
      expect(planFrom(before, differencesIn(text, one))).toEqual(sections)
    })

    it('writes files that their readers can parse', () => {
      for (const { path, content } of plan.hosts.flatMap(({ steps }) => contents(steps))) {
        if (path.startsWith('/etc/crio/') || path.startsWith('/etc/containers/')) parse(content)
        else if (path.endsWith('.yaml')) expect(loadAll(content)).not.toEqual([])
      }
    })

    it.each(['dash', 'bash'])('compiles to programs that %s can read', (shell) => {
      for (const host of plan.hosts) {
        const input = compile(host, { mode: 'apply', nonce: 'n', run: 'r', who: 'me' })
        if (!read[shell]?.has(input)) execFileSync(shell, ['-n'], { input })
        read[shell]?.add(input)
      }
    })
  })
})

describe("flannel's manifest", () => {
  const manifest = (version: keyof typeof clusters) => {
    const steps = planFor(clusters[version], 'debian-12').hosts[0]?.steps ?? []
    const { content } = steps.find(({ id }) => id === 'flannel-manifest')?.params as { content: string }
    return loadAll(content) as { kind: string; data: Record<string, string>; spec: { template: { spec: object } } }[]
  }

  it('holds two configurations that are JSON, the network that of the cluster', () => {
    const data = manifest('1.36.5').find(({ kind }) => kind === 'ConfigMap')?.data ?? {}
    expect(load(data['net-conf.json'] ?? '')).toMatchObject({ Network: '10.244.0.0/16' })
    expect(JSON.parse(data['cni-conf.json'] ?? '')).toMatchObject({ name: 'cbr0', cniVersion: '0.3.1' })
  })

  it('asks for a priority that only kube-system may have before 1.17, from then on alone', () => {
    const pod = (version: keyof typeof clusters) =>
      manifest(version).find(({ kind }) => kind === 'DaemonSet')?.spec.template.spec
    expect(pod('1.15.1')).not.toHaveProperty('priorityClassName')
    expect(pod('1.20.15')).toHaveProperty('priorityClassName', 'system-node-critical')
  })
})
