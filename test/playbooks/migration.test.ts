import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Cluster } from '../../src/cluster/cluster.ts'
import type { HostWithFacts } from '../../src/facts/host-with-facts.ts'
import { compile } from '../../src/program/compile.ts'
import { clusterOf } from '../kubernetes/fixtures.ts'
import { CONTAINERD, cp1, cp2, four, node, planned, w1, w2, type Given } from './migration-plan.ts'
import { planSections, planText } from './plan-sections.ts'

/** The steps of the operation itself on one host, and those of node-out and node-in, without what the new runtime takes. */
const ids = (hosts: readonly HostWithFacts[], host: string, more: Given = { to: 'cri-o' }) =>
  planned(four, hosts, more)
    .hosts.find((one) => one.host === host)
    ?.steps.filter(({ skipped, id }) => !skipped && /^(migrate|node)-/.test(id))
    .map(({ id }) => id.replace('migrate-', ''))

describe('the order of a migration', () => {
  it('is one node after the other: workers, control planes after a look at their health, last the one that drains', () => {
    expect(ids([node(cp1), node(w1), node(cp2), node(w2)], 'cp1')).toEqual([
      'able',
      ...['node-out-w1', 'node-in-w1', 'socket-w1', 'node-out-w2', 'node-in-w2', 'socket-w2'],
      ...['node-healthy-cp2', 'node-out-cp2', 'node-in-cp2', 'socket-cp2', 'node-healthy-cp1', 'node-out-cp1'],
      ...['record', 'network', 'images', 'kubelet-stopped', 'stopped', 'pointed', 'kubelet', 'switched'],
      ...['node-in-cp1', 'socket-cp1', 'finished'],
    ])
  })

  it('begins with the node that was left half way, whose pods may be those of the API server', () => {
    const left = { migrating: true, migratedFrom: CONTAINERD }
    expect(ids([node(cp1, left), node(w1), node(cp2), node(w2)], 'cp1')?.slice(0, 4)).toEqual([
      ...['able', 'node-out-cp1', 'record', 'network'],
    ])
    expect(ids([node(cp1), node(w1), node(cp2), node(w2, left)], 'cp1')?.slice(0, 3)).toEqual([
      ...['able', 'node-out-w2', 'node-in-w2'],
    ])
  })

  it('is that of the limit; the control plane does what only it can, and is not moved', () => {
    const limit = ['w2']
    expect(ids([node(w2), node(cp1)], 'cp1', { to: 'cri-o', limit })).toEqual([
      'node-out-w2',
      'node-in-w2',
      'socket-w2',
    ])
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
    ).toEqual(['node-out-w1: out-w1', 'migrate-socket-w1: back-w1'])
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
