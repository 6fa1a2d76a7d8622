import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { Cluster } from '../../src/config/cluster.ts'
import { migrationPlaybook, type MigrationOptions } from '../../src/kubernetes/migration.ts'
import type { Facts } from '../../src/plan/facts.ts'
import { planHosts, type HostWithFacts } from '../../src/plan/plan-hosts.ts'
import { loadPlaybook } from '../../src/playbook/load.ts'
import { loadTemplates } from '../../src/playbook/load-templates.ts'
import { compile } from '../../src/program/compile.ts'
import { clusterOf, factsOf, hostOf, type System } from '../kubernetes/fixtures.ts'
import { show } from './plans.ts'

const root = new URL('../../', import.meta.url)
const book = (name: string) => loadPlaybook(name, [new URL('playbooks', root).pathname])
const control = book('migrate-control')
const way = { to: book('migrate-node'), rollback: book('migrate-rollback') }
const options = { removeOld: false, drainTimeout: 300, deleteEmptydirData: false, force: false }

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

function planned(cluster: Cluster, hosts: readonly HostWithFacts[], more: Partial<MigrationOptions>) {
  const wanted = { ...options, ...more }
  const parts = { control, node: more.to === undefined ? way.rollback : way.to }
  const playbook = migrationPlaybook(cluster, parts, wanted, hosts)
  const templates = loadTemplates(parts.node, [new URL('templates', root).pathname])
  return planHosts({ cluster, playbook, templates, hosts, limit: wanted.limit })
}

const four = clusterOf({ hosts: [cp1, w1, cp2, w2] })
const ids = (hosts: readonly HostWithFacts[], host: string, more: Partial<MigrationOptions> = { to: 'cri-o' }) =>
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
    const awaited = hosts[0]?.steps.flatMap(({ id, awaits }) => (awaits.length > 0 ? [`${id} ${awaits.join()}`] : []))
    expect(awaited).toEqual([
      'migrate-record drained-w1',
      'migrate-kubelet-stopped drained-w1',
      'migrate-removed moved-w1',
      'migrate-finished moved-w1',
    ])
  })
})

describe('what cannot be moved', () => {
  it('is named: a host that is no node yet', () => {
    expect(() => planned(four, [node(cp1), node(w1, { state: 'none' })], { to: 'cri-o' })).toThrow(
      'not in the cluster yet: w1',
    )
  })

  it('is said: nothing to roll back', () => {
    expect(() => planned(four, [node(cp1), node(w1)], {})).toThrow('there is nothing to roll back')
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
    more: {},
  },
} as const satisfies Readonly<
  Record<string, { cluster: Cluster; hosts: HostWithFacts[]; more: Partial<MigrationOptions> }>
>

describe.each(Object.entries(moves))('%s', (name, { cluster, hosts, more }) => {
  it('is planned as it was', async () => {
    const plan = planned(cluster, hosts, more)
    const text = plan.hosts.flatMap((host) => [`# ${host.host}`, ...show(host), ''])
    await expect(text.join('\n')).toMatchFileSnapshot(`golden-migration/${name}.txt`)
  })

  it.each(['dash', 'bash'])('compiles to programs that %s can read', (shell) => {
    for (const host of planned(cluster, hosts, more).hosts)
      for (const mode of ['check', 'apply'] as const)
        execFileSync(shell, ['-n'], { input: compile(host, { mode, nonce: 'n', run: 'r', who: 'me' }) })
  })
})
