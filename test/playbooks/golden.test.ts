import { execFileSync } from 'node:child_process'
import { load, loadAll } from 'js-yaml'
import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import type { PlannedStep } from '../../src/plan/plan.ts'
import { compile } from '../../src/program/compile.ts'
import { systems, type System } from '../kubernetes/fixtures.ts'
import { clusters, planFor, planText } from './plans.ts'

const cases = (Object.keys(systems) as System[]).flatMap((system) =>
  Object.entries(clusters).map(([version, cluster]) => ({ system, version, cluster })),
)
const contents = (steps: readonly PlannedStep[]) =>
  steps.flatMap(({ params }) => {
    const { path, content } = params as { path?: string; content?: string }
    return path === undefined || content === undefined ? [] : [{ path, content }]
  })

describe.each(cases)('the cluster playbook for Kubernetes $version on $system', ({ system, version, cluster }) => {
  it('is planned as it was', async () => {
    await expect(planText(cluster, system)).toMatchFileSnapshot(`golden/${system}-${version}.txt`)
  })

  it('writes files that their readers can parse', () => {
    for (const { path, content } of planFor(cluster, system).hosts.flatMap(({ steps }) => contents(steps))) {
      if (path.startsWith('/etc/crio/') || path.startsWith('/etc/containers/')) parse(content)
      else if (path.endsWith('.yaml')) expect(loadAll(content)).not.toEqual([])
    }
  })

  it.each(['dash', 'bash'])('compiles to a program that %s can read', (shell) => {
    for (const host of planFor(cluster, system).hosts) {
      const input = compile(host, { mode: 'apply', nonce: 'n', run: 'r', who: 'me' })
      execFileSync(shell, ['-n'], { input })
    }
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
