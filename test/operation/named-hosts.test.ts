import { describe, expect, it } from 'vitest'
import { withoutDead } from '../../src/operation/dead-nodes.ts'
import { operationPlaybook } from '../../src/operation/operation-playbook.ts'
import { optionValues } from '../../src/operation/options.ts'
import { planHosts } from '../../src/plan/plan-hosts.ts'
import { clusterOf, factsOf, hostOf, notJoined } from '../kubernetes/fixtures.ts'
import { shippedOperation } from './operations.ts'

const hosts = [
  hostOf('cp1', 'control-plane', '10.0.0.11'),
  hostOf('cp2', 'control-plane', '10.0.0.12'),
  hostOf('w1', 'worker', '10.0.0.21'),
  hostOf('w2', 'worker', '10.0.0.22'),
]
const cluster = clusterOf({ hosts })

interface Flags {
  readonly limit?: readonly string[]
  readonly dead?: readonly string[]
  readonly options?: Readonly<Record<string, unknown>>
  /** Hosts that are no nodes. */
  readonly bare?: readonly string[]
}

/** The steps of each host, without those that only wait for others. */
function planOf(name: string, { limit, dead, options = {}, bare = [] }: Flags = {}) {
  const operation = shippedOperation(name)
  const left = withoutDead(operation, cluster, { limit, dead })
  const nodes = left.cluster.hosts.map((host) => {
    const kubernetes = { ...notJoined, state: bare.includes(host.name) ? ('none' as const) : host.role }
    return { host, facts: factsOf('debian-12', { hostname: host.name, kubernetes }) }
  })
  const inputs = { ...left, hosts: nodes, options: optionValues(operation, options) }
  const playbook = operationPlaybook(operation, inputs)
  const plan = planHosts({ ...inputs, playbook, templates: new Map() })
  return Object.fromEntries(
    plan.hosts.map((host) => [
      host.host,
      host.steps.filter(({ id, skipped }) => !skipped && !id.startsWith('turn-')).map(({ id }) => id),
    ]),
  )
}

const own = ['reset-cluster', 'reset-network', 'reset-units', 'reset-files', 'reset-packages', 'reset-folders']
const last = ['reset-kernel', 'reset-services', 'reset-forgotten']

describe('reset', () => {
  it('is for all hosts, or for such as are no nodes of a cluster that goes on', () => {
    const whole = planOf('reset', { bare: ['w2'] })
    for (const { name } of hosts) expect(whole[name]).toEqual([...own, ...last])
    expect(planOf('reset', { limit: ['w2'], bare: ['w2'] })).toEqual({
      cp1: [],
      cp2: [],
      w1: [],
      w2: [...own, ...last],
    })
    expect(() => planOf('reset', { limit: ['w1', 'w2'], bare: ['w2'] })).toThrow(/^w1: .*nodeprep remove/)
    expect(planOf('reset', { limit: ['w1'], bare: ['cp1', 'cp2'] })['w1']).toEqual([...own, ...last])
  })

  it('can leave packages and what they filled', () => {
    const kept = planOf('reset', { options: { keepPackages: true } })
    expect(kept['w1']).toEqual([...own.slice(0, 4), ...last])
  })
})

describe('remove', () => {
  it('has to be told of whom, and is led by a control plane that stays', () => {
    expect(() => planOf('remove')).toThrow('remove needs the names of hosts')
    expect(planOf('remove', { limit: ['cp1', 'w2'] })).toEqual({
      ...{ cp1: [...own, ...last], w1: [], w2: [...own, ...last] },
      cp2: [
        ...['node-out-w2', 'remove-node-w2'],
        ...[
          'remove-spared-cp1',
          'remove-endpoint-cp1',
          'node-healthy-cp1',
          'node-out-cp1',
          'remove-member-cp1',
          'remove-node-cp1',
        ],
      ],
    })
    expect(() => planOf('remove', { limit: ['cp1', 'cp2'] })).toThrow('leaves no control plane that answers')
    expect(() => planOf('remove', { limit: ['cp1'], bare: ['cp2'] })).toThrow('leaves no control plane that answers')
  })

  it('asks nothing of dead hosts, of the file or not, and of no others', () => {
    expect(planOf('remove', { dead: ['cp2', 'w9'] })).toEqual({
      ...{ w1: [], w2: [] },
      cp1: [
        ...['remove-spared-cp2', 'remove-member-cp2', 'remove-node-cp2'],
        ...['remove-spared-w9', 'remove-member-w9', 'remove-node-w9'],
      ],
    })
    const both = planOf('remove', { dead: ['w1'], limit: ['w2'] })
    expect([both['cp1'], both['w2']]).toEqual([
      ['remove-node-w1', 'node-out-w2', 'remove-node-w2'],
      [...own, ...last],
    ])
  })

  it('counts no members of etcd where the loss of its majority was accepted', () => {
    const plan = planOf('remove', { dead: ['cp2'], options: { acceptQuorumLoss: true } })
    expect(plan['cp1']).toEqual(['remove-member-cp2', 'remove-node-cp2'])
  })
})
