import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Cluster } from '../../src/cluster/cluster.ts'
import { loadOperation } from '../../src/operation/load-operation.ts'
import { operationPlaybook } from '../../src/operation/operation-playbook.ts'
import { optionValues } from '../../src/operation/options.ts'
import type { Facts } from '../../src/facts/facts.ts'
import { planHosts } from '../../src/plan/plan-hosts.ts'
import type { HostWithFacts } from '../../src/kubernetes/host-with-facts.ts'
import { loadTemplates } from '../../src/playbook/loading/load-templates.ts'
import { compile } from '../../src/program/compile.ts'
import { clusterOf, factsOf, hostOf, type System } from '../kubernetes/fixtures.ts'
import { planSections, planText } from './plan-sections.ts'

const root = new URL('../../', import.meta.url)
const operation = loadOperation('migrate-runtime', [new URL('playbooks', root).pathname])
const templates = loadTemplates({ steps: Object.values(operation.phases).flat() }, [
  new URL('templates', root).pathname,
])

/** What the command line gives: options, and the hosts it is limited to. */
interface Given {
  readonly to?: 'cri-o' | 'containerd'
  readonly rollback?: true
  readonly removeOld?: true
  readonly deleteEmptydirData?: true
  readonly force?: true
  readonly limit?: readonly string[]
}

const cp1 = hostOf('cp1', 'control-plane', '10.0.0.11')
const cp2 = hostOf('cp2', 'control-plane', '10.0.0.12')
const w1 = hostOf('w1', 'worker', '10.0.0.21')
const w2 = hostOf('w2', 'worker', '10.0.0.22')

const CONTAINERD = '/run/containerd/containerd.sock'

function node(
  host: typeof cp1,
  kubernetes: Partial<Facts['kubernetes']> = {},
  system: System = 'debian-12',
): HostWithFacts {
  const state = host.role
  const known = { state, criSocket: CONTAINERD, migratedFrom: '', migrating: false, cutOff: false, ...kubernetes }
  return { host, facts: factsOf(system, { hostname: host.name, kubernetes: known }) }
}

function planned(cluster: Cluster, hosts: readonly HostWithFacts[], { limit, ...given }: Given) {
  const options = optionValues(operation, given)
  const playbook = operationPlaybook(operation, { cluster, hosts, options, limit })
  return planHosts({ cluster, playbook, templates, hosts, limit })
}

const four = clusterOf({ hosts: [cp1, w1, cp2, w2] })
const ids = (hosts: readonly HostWithFacts[], host: string, more: Given = { to: 'cri-o' }) =>
  planned(four, hosts, more)
    .hosts.find((one) => one.host === host)
    ?.steps.filter(({ skipped, id }) => !skipped && id.startsWith('migrate-'))
    .map(({ id }) => id.slice('migrate-'.length))

describe('the order of a migration', () => {
  it('is one node after the other: workers, control planes after a look at their health, last the one that drains', () => {
    expect(ids([node(cp1), node(w1), node(cp2), node(w2)], 'cp1')).toEqual([
      'able',
      ...[
        'drain-w1',
        'back-w1',
        'drain-w2',
        'back-w2',
        'healthy-cp2',
        'drain-cp2',
        'back-cp2',
        'healthy-cp1',
        'drain-cp1',
      ],
      ...['record', 'network', 'images', 'kubelet-stopped', 'stopped', 'pointed', 'kubelet', 'switched'],
      ...['back-cp1', 'finished'],
    ])
  })

  it('begins with the node that was left half way, whose pods may be those of the API server', () => {
    const left = { migrating: true, migratedFrom: CONTAINERD }
    expect(ids([node(cp1, left), node(w1), node(cp2), node(w2)], 'cp1')?.slice(0, 4)).toEqual([
      ...['able', 'drain-cp1', 'record', 'network'],
    ])
    expect(ids([node(cp1), node(w1), node(cp2), node(w2, left)], 'cp1')?.slice(0, 3)).toEqual([
      ...['able', 'drain-w2', 'back-w2'],
    ])
  })

  it('is that of the limit; the control plane does what only it can, and is not moved', () => {
    const limit = ['w2']
    expect(ids([node(w2), node(cp1)], 'cp1', { to: 'cri-o', limit })).toEqual(['drain-w2', 'back-w2'])
    expect(ids([node(w2), node(cp1)], 'w2', { to: 'cri-o', limit })).toContain('stopped')
  })

  it('lets no step of a node that is down for it begin before it is drained, and nothing be removed before it is back', () => {
    const { hosts } = planned(four, [node(w1), node(cp1)], { to: 'cri-o', limit: ['w1'], removeOld: true })
    const stepsOf = (host: number) => hosts[host]?.steps.filter(({ skipped }) => !skipped) ?? []
    const at = (host: number, id: string) => stepsOf(host).findIndex((step) => step.id === id)
    const gates = (host: number) =>
      stepsOf(host).flatMap(({ id, awaits }) => (awaits.length > 0 ? [`${id}: ${awaits.join(' ')}`] : []))
    expect(gates(0)).toEqual(['turn-out-this: out-w1', 'turn-back-this: back-w1'])
    expect(at(0, 'turn-out-this')).toBe(at(0, 'migrate-record') - 1)
    expect(at(0, 'turn-back-this')).toBe(at(0, 'migrate-removed') - 1)
    expect(gates(1)).toEqual(['turn-checked-w1: checked-w1', 'turn-done-w1: done-w1'])
    expect(
      stepsOf(1).flatMap(({ id, provides }) => (provides.length > 0 ? [`${id}: ${provides.join(' ')}`] : [])),
    ).toEqual(['migrate-drain-w1: out-w1', 'migrate-back-w1: back-w1'])
  })
})

describe('what cannot be moved', () => {
  it('is named: a host that is no node yet', () => {
    expect(() => planned(four, [node(cp1), node(w1, { state: 'none' })], { to: 'cri-o' })).toThrow(
      'not in the cluster yet: w1',
    )
  })

  it('is said: nothing to roll back', () => {
    expect(() => planned(four, [node(cp1), node(w1)], { rollback: true })).toThrow('there is nothing to roll back')
  })
})

const moves = {
  'docker-to-containerd-1.20-centos-7': {
    cluster: clusterOf({ version: '1.20.15', runtime: { kind: 'containerd', version: '' } }),
    hosts: [node(cp1, { criSocket: '' }, 'centos-7'), node(w1, { criSocket: '' }, 'centos-7')],
    more: { to: 'containerd' },
  },
  'containerd-to-cri-o-1.36-debian-12': {
    cluster: clusterOf(),
    hosts: [node(cp1), node(w1)],
    more: { to: 'cri-o', removeOld: true, deleteEmptydirData: true, force: true },
  },
  'rollback-to-docker-1.23-ubuntu-24.04': {
    cluster: clusterOf({ version: '1.23.17' }),
    hosts: [node(cp1, { migratedFrom: '' }, 'ubuntu-24.04'), node(w1, { migratedFrom: 'docker' }, 'ubuntu-24.04')],
    more: { rollback: true },
  },
} as const satisfies Readonly<Record<string, { cluster: Cluster; hosts: HostWithFacts[]; more: Given }>>

it('no other move has a golden plan', () => {
  const names = Object.keys(moves).map((name) => `${name}.txt`)
  const files = readdirSync(new URL('golden-migration', import.meta.url))
  expect(files.filter((name) => !names.includes(name))).toEqual([])
})

describe.each(Object.entries(moves))('%s', (name, { cluster, hosts, more }) => {
  it('is planned as it was', async () => {
    const parts = [...planSections(planned(cluster, hosts, more))].filter(([name]) => !name.startsWith('scripts '))
    await expect(planText(new Map(parts))).toMatchFileSnapshot(`golden-migration/${name}.txt`)
  })

  it.each(['dash', 'bash'])('compiles to programs that %s can read', (shell) => {
    for (const host of planned(cluster, hosts, more).hosts)
      for (const mode of ['check', 'apply'] as const)
        execFileSync(shell, ['-n'], { input: compile(host, { mode, nonce: 'n', run: 'r', who: 'me' }) })
  })
})
