import { describe, expect, it } from 'vitest'
import type { Host } from '../../src/cluster/cluster.ts'
import { planHosts } from '../../src/plan/plan-hosts.ts'
import type { PlannedStep } from '../../src/plan/plan.ts'
import { loadPlaybook } from '../../src/playbook/loading/load.ts'
import { loadTemplates } from '../../src/playbook/loading/load-templates.ts'
import { clusterOf, controlPlane, hostOf, worker } from '../kubernetes/fixtures.ts'
import { hostsOf } from './plans.ts'

const root = new URL('../../', import.meta.url)
const load = (name: string) => loadPlaybook(name, [new URL('playbooks', root).pathname])
const playbook = load('cluster')
const verify = load('verify')
const templates = loadTemplates(playbook, [new URL('templates', root).pathname])
const labelled: Host = { ...worker, labels: { a: 'b' } }
const two = hostOf('w2', 'worker', '10.0.0.22')

interface Situation {
  readonly hosts?: readonly Host[]
  readonly joined?: readonly string[]
  readonly limit?: readonly string[]
  /** Hosts that tell of former labels. */
  readonly marked?: readonly string[]
  /** Hosts that are asked at all. */
  readonly asked?: readonly string[]
  readonly by?: typeof playbook
}

/** The steps about labels, annotations and taints, by host. */
function planned({
  hosts = [controlPlane, labelled, two],
  joined = ['cp1', 'w1', 'w2'],
  marked,
  limit,
  asked,
  by,
}: Situation) {
  const found = hostsOf('debian-12', hosts, joined)
    .filter(({ host }) => asked?.includes(host.name) ?? true)
    .map(({ host, facts }) => {
      const nodeSettings = marked?.includes(host.name) ?? false
      return { host, facts: { ...facts, kubernetes: { ...facts.kubernetes, nodeSettings } } }
    })
  const plan = planHosts({
    ...{ cluster: clusterOf({ hosts }), playbook: by ?? playbook },
    ...{ templates, hosts: found, limit },
  })
  return plan.hosts.flatMap(({ host, steps }) =>
    steps.filter(({ id, skipped }) => !skipped && id.includes('node-settings')).map((step) => ({ host, step })),
  )
}
const ids = (situation: Situation) => planned(situation).map(({ host, step }) => `${host} ${step.id}`)
const envOf = (step: PlannedStep | undefined) => (step?.params as { env?: object } | undefined)?.env

describe('labels, annotations and taints', () => {
  it('are set by the control plane that talks to the API server, and noted on the hosts that have some', () => {
    expect(ids({})).toEqual(['cp1 node-settings', 'w1 node-settings-noted'])
    expect(envOf(planned({})[0]?.step)).toEqual({
      NODES: 'cp1 w1 w2',
      MEMBERS: 'cp1 w1 w2',
      WANTED: 'want w1 label:a=62',
    })
  })

  it('are no step where no host has or ever had any', () => {
    expect(ids({ hosts: [controlPlane, worker, two] })).toEqual([])
    expect(ids({ hosts: [controlPlane, worker, two], by: verify })).toEqual([])
  })

  it('are looked after when a host once had some: which it is does not matter', () => {
    for (const marked of ['cp1', 'w1'])
      expect(ids({ hosts: [controlPlane, worker, two], marked: [marked] })).toEqual(['cp1 node-settings'])
  })

  it('are verified', () => {
    expect(ids({ by: verify })).toEqual(['cp1 verify-node-settings'])
    expect(envOf(planned({ by: verify })[0]?.step)).toEqual(envOf(planned({})[0]?.step))
  })

  it('wait for the hosts that join', () => {
    const [first] = planned({ joined: ['cp1', 'w2'] })
    expect([first?.step.awaits, envOf(first?.step)]).toEqual([
      ['joined-w1'],
      expect.objectContaining({ MEMBERS: 'cp1 w1 w2' }),
    ])
    expect(planned({ joined: [] })[0]?.step.awaits).toEqual(['joined-w1', 'joined-w2'])
  })
})

describe('with a limit', () => {
  it('only nodes that it names are changed, by a control plane that it need not name', () => {
    const [first, ...others] = planned({ limit: ['w1'], asked: ['cp1', 'w1'] })
    expect([first?.host, first?.step.id, envOf(first?.step)]).toEqual([
      'cp1',
      'node-settings',
      { NODES: 'w1', MEMBERS: 'cp1 w1', WANTED: 'want w1 label:a=62' },
    ])
    expect(others.map(({ host, step }) => `${host} ${step.id}`)).toEqual(['w1 node-settings-noted'])
  })

  it('others need not be there', () => {
    const [first] = planned({ limit: ['cp1', 'w1'], asked: ['cp1', 'w1'], joined: ['cp1', 'w1'] })
    expect(envOf(first?.step)).toMatchObject({ NODES: 'cp1 w1', MEMBERS: 'cp1 w1' })
  })

  it('nothing is done for others', () => {
    expect(ids({ limit: ['w2'], asked: ['w2'] })).toEqual([])
    expect(ids({ limit: ['cp1'], asked: ['cp1'] })).toEqual([])
  })
})
