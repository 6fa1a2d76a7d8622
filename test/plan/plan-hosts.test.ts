import { describe, expect, it } from 'vitest'
import { noRoll } from '../../src/rolling/roll.ts'
import type { Cluster } from '../../src/cluster/cluster.ts'
import { withFiles } from '../../src/facts/files.ts'
import type { Facts } from '../../src/facts/facts.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { planHosts } from '../../src/plan/plan-hosts.ts'
import { runContext } from '../../src/plan/run-context.ts'
import type { Playbook, PlaybookStep } from '../../src/playbook/playbook.ts'
import { clusterOf, factsOf, hostOf, notJoined } from '../kubernetes/fixtures.ts'

const source = { file: 'p.yaml', line: 7 }
const entry = (id: string, kind: string, params: object, more: Partial<PlaybookStep> = {}): PlaybookStep => ({
  ...{ id, kind, params: { ...params }, when: [], sensitive: false, awaits: [], provides: [], source },
  ...more,
})
const playbook = (...steps: PlaybookStep[]): Playbook => ({ name: 'p', description: '', file: 'p.yaml', steps })
const cluster: Cluster = clusterOf({
  hosts: [
    hostOf('cp1', 'control-plane', '10.0.0.11'),
    hostOf('cp2', 'control-plane', '10.0.0.12'),
    hostOf('cp3', 'control-plane', '10.0.0.13'),
    hostOf('w1', 'worker', '10.0.0.21'),
  ],
})
type State = Facts['kubernetes']['state']
const withStates = (...states: State[]) =>
  states.map((state, i) => ({
    host: cluster.hosts[i] ?? hostOf('none', 'worker', ''),
    facts: factsOf('debian-12', { kubernetes: { ...notJoined, state } }),
  }))
const plan = (steps: PlaybookStep[], limit?: string[], hosts = withStates('none', 'none', 'none', 'none')): Plan =>
  planHosts({ cluster, playbook: playbook(...steps), templates: new Map(), hosts, limit })
const idsOf = (planned: Plan): Record<string, string[]> =>
  Object.fromEntries(planned.hosts.map(({ host, steps }) => [host, steps.map(({ id }) => id)]))

describe('who joins in a run', () => {
  const contextOf = (host: number, states: readonly State[], limit?: string[]) =>
    runContext(cluster, cluster.hosts[host] ?? hostOf('', 'worker', ''), withStates(...states), limit)

  it('is everybody but the first control plane on bare hosts, control planes one after the other', () => {
    expect(contextOf(2, ['none', 'none', 'none', 'none'])).toEqual({
      initHost: 'cp1',
      joining: ['cp2', 'cp3', 'w1'],
      members: ['cp1', 'cp2', 'cp3', 'w1'],
      joiningControlPlanes: ['cp2', 'cp3'],
      newcomers: 'cp2=10.0.0.11 cp3=10.0.0.11 w1=10.0.0.11',
      joinsAfter: 'cp2',
      flannelByNodeAddress: false,
      nodeSettings: { used: false, nodes: ['cp1', 'cp2', 'cp3', 'w1'], wanted: '' },
      roll: noRoll,
    })
  })

  it('leaves hosts out of the nodes to come that neither have joined nor join now', () => {
    expect(contextOf(0, ['control-plane', 'none', 'control-plane', 'none'], ['w1']).members).toEqual([
      'cp1',
      'cp3',
      'w1',
    ])
  })

  it('is nobody in a cluster that is complete', () => {
    expect(contextOf(0, ['control-plane', 'control-plane', 'control-plane', 'worker']).joining).toEqual([])
  })

  it('goes through a living control plane when the first of the file is a new host', () => {
    const { initHost, joining } = contextOf(0, ['none', 'control-plane', 'control-plane', 'worker'])
    expect([initHost, joining]).toEqual(['cp2', ['cp1']])
  })

  it('is no newcomer whom kubeadm left half way', () => {
    const hosts = withStates('control-plane', 'none', 'control-plane', 'none')
    const halfWay = hosts.map((one, i) =>
      i === 1 ? { ...one, facts: { ...one.facts, kubernetes: { ...one.facts.kubernetes, cutOff: true } } } : one,
    )
    const [own = hostOf('', 'worker', '')] = cluster.hosts
    const { joining, newcomers } = runContext(cluster, own, halfWay, undefined)
    expect([joining, newcomers]).toEqual([['cp2', 'w1'], expect.stringMatching(/^w1=\S+$/)])
  })

  it('goes through the control plane that hosts have joined by before, also when the first one is back', () => {
    const hosts = withStates('control-plane', 'control-plane', 'control-plane', 'none').map((one, i) => {
      const made = i === 1 ? ['/var/lib/nodeprep/made/lead'] : []
      return { ...one, facts: { ...one.facts, made } }
    })
    const [own = hostOf('', 'worker', '')] = cluster.hosts
    expect(runContext(cluster, own, hosts, undefined).initHost).toBe('cp2')
  })

  it('is nobody outside of the limit', () => {
    expect(contextOf(0, ['control-plane', 'none', 'none', 'none'], ['w1']).joining).toEqual(['w1'])
  })
})

describe('planHosts', () => {
  it('fills in values, takes shell as written, and leaves out nothing but says what is skipped', () => {
    const { hosts } = plan([
      entry('motd', 'file', { path: '/etc/motd', content: '{{host.name}}\n' }),
      entry('shell', 'command', { title: 't', check: 'echo "{{x}}"', apply: ':', env: { A: '{{facts.os.id}}' } }),
      entry('rhel', 'file', { path: '/x', content: 'x\n' }, { when: ["{{eq facts.os.family 'rhel'}}"] }),
    ])
    expect(hosts[3]?.steps).toMatchObject([
      { id: 'motd', title: 'file /etc/motd', params: { content: 'w1\n' }, skipped: false },
      { id: 'shell', params: { check: 'echo "{{x}}"', env: { A: 'debian' } } },
      { id: 'rhel', skipped: true },
    ])
  })

  it('makes the steps that a service names owe its restart', () => {
    const { hosts } = plan([
      entry('conf', 'file', { path: '/etc/crio.conf', content: 'x\n' }),
      entry('crio', 'service', { name: 'crio', state: 'started', restartedBy: ['conf'] }),
    ])
    expect(hosts[0]?.steps.map(({ owes }) => owes)).toEqual([['crio'], []])
  })

  it('plans a step with each once for every item, and a service that names it owes to all of them', () => {
    const { hosts } = plan([
      entry(
        'conf',
        'file',
        { path: '/etc/{{item.name}}', content: '{{item.role}}\n' },
        { each: '{{json cluster.hosts}}' },
      ),
      entry('crio', 'service', { name: 'crio', state: 'started', restartedBy: ['conf'] }),
    ])
    expect(hosts[0]?.steps.slice(0, 2)).toMatchObject([
      { id: 'conf-cp1', params: { path: '/etc/cp1', content: 'control-plane\n' }, owes: ['crio'] },
      { id: 'conf-cp2', owes: ['crio'] },
    ])
    expect(hosts[0]?.steps).toHaveLength(5)
  })

  it.each([
    ['text instead of a list', '{{json host.name}}', 'each must give a list of objects that have a name each'],
    ['names that no id can hold', '{{json cluster.kubernetes.certSANs}}', 'each must give a list of objects'],
    ['what is not known', '{{json resolved.nothing}}', '"nothing" is not known here'],
  ])('refuses each with %s', (_, each, message) => {
    const certSANs = ['a b']
    const odd = { ...cluster, kubernetes: { ...cluster.kubernetes, certSANs } }
    const steps = [entry('conf', 'file', { path: '/x', content: 'x\n' }, { each })]
    const hosts = withStates('none')
    expect(() => planHosts({ cluster: odd, playbook: playbook(...steps), templates: new Map(), hosts })).toThrow(
      message,
    )
  })

  it('asks of a host outside of the limit only for the values that the others need', () => {
    const steps = [
      entry('motd', 'file', { path: '/etc/motd', content: 'x\n' }),
      entry('token', 'value', { title: 't', script: 'echo x' }, { provides: ['join'] }),
    ]
    const planned = plan(
      steps,
      ['w1'],
      withStates('control-plane', 'none', 'none', 'none').filter((_, i) => i % 3 === 0),
    )
    expect(idsOf(planned)).toEqual({ cp1: ['token'], w1: ['motd', 'token'] })
  })

  it('leaves control planes outside of the limit alone that give nothing, joined or not', () => {
    const steps = [
      entry('token', 'value', { title: 't', script: 'echo x' }, { provides: ['join'] }),
      entry('join', 'command', { title: 'j', check: 'false', apply: 'x' }, { provides: ['joined-{{host.name}}'] }),
    ]
    const { cp2, cp3 } = idsOf(plan(steps, ['cp1'], withStates('none', 'none', 'control-plane', 'none').slice(0, 3)))
    expect([cp2, cp3]).toEqual([[], ['token', 'join']])
    expect(idsOf(plan(steps, ['cp1'], withStates('none', 'none'))).cp2).toEqual([])
  })

  it('refuses a file that cannot be built upon, and one that two steps would change, each without the other', () => {
    const toml = (id: string, more: object) => entry(id, 'toml', { path: '/etc/a.toml', ...more })
    const hosts = withStates('none').map(({ host, facts }) => ({ host, facts: withFiles(facts, ['/etc/a.toml']) }))
    const planned = (...steps: PlaybookStep[]) => plan(steps, undefined, hosts)
    const own = toml('own', { set: { a: 1 } })
    expect(() => planned(own, toml('other', { set: { b: 1 } }))).toThrow(
      'cp1: /etc/a.toml: steps own and other both change it: put their settings into one step',
    )
    expect(idsOf(planned(own, toml('same', { set: { a: 1 } })))).toEqual({ cp1: ['own', 'same'] })
    const skipped = { ...toml('skipped', { set: { b: 1 } }), when: ['false'] }
    expect(idsOf(planned(own, skipped))).toEqual({ cp1: ['own', 'skipped'] })
    expect(() => planned(toml('refused', { set: {}, refusal: '{{host.name}} has it from elsewhere' }))).toThrow(
      'cp1: /etc/a.toml: cp1 has it from elsewhere',
    )
  })

  it('names every mistake at once, with host, file and line', () => {
    const steps = [
      entry('a', 'file', { path: 'relative', content: 'x\n' }),
      entry('b', 'file', { path: '/x', content: '{{host.nmae}}\n' }),
      entry('c', 'file', { path: '/x', content: 'x\n' }, { when: ['{{host.name}}'] }),
    ]
    expect(() => plan(steps)).toThrow(
      /cp1: p.yaml:7[\s\S]*step a: [\s\S]*"nmae"[\s\S]*when must give true or false, not "cp1"/,
    )
  })
})
