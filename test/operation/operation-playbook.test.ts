import { describe, expect, it } from 'vitest'
import { withoutDead } from '../../src/operation/dead-nodes.ts'
import { operationPlaybook } from '../../src/operation/operation-playbook.ts'
import { optionValues } from '../../src/operation/options.ts'
import { planHosts } from '../../src/plan/plan-hosts.ts'
import type { HostWithFacts } from '../../src/facts/host-with-facts.ts'
import { clusterOf, factsOf, hostOf, notJoined } from '../kubernetes/fixtures.ts'
import { operationOf } from './operations.ts'

const hosts = [
  hostOf('cp1', 'control-plane', '10.0.0.11'),
  hostOf('cp2', 'control-plane', '10.0.0.12'),
  hostOf('w1', 'worker', '10.0.0.21'),
  hostOf('w2', 'worker', '10.0.0.22'),
  hostOf('w3', 'worker', '10.0.0.23'),
]
const cluster = clusterOf({ hosts })
const nodes: readonly HostWithFacts[] = hosts.map((host) => {
  const kubernetes = { ...notJoined, state: host.role, migrating: host.name === 'w3' }
  return { host, facts: factsOf('debian-12', { hostname: host.name, kubernetes }) }
})

const step = (id: string, title: string, more = '') => `  - id: ${id}
    ${more}command: { title: '${title}', check: 'true', apply: 'true' }
`
const around = `before:
${step('out', '{{node.host.name}} is out')}after:
${step('in', '{{node.host.name}} is in')}`
const simple = `${around}run:
${step('reboot', '{{host.name}} has been rebooted')}`

/** The steps of each host as `id` and, behind an arrow, what it waits for or lets others do. */
function planOf(body: string, given: Readonly<Record<string, unknown>> = {}, limit?: readonly string[]) {
  const operation = operationOf(body)
  const options = optionValues(operation, given)
  const playbook = operationPlaybook(operation, { cluster, hosts: nodes, options, limit })
  const plan = planHosts({ cluster, playbook, templates: new Map(), hosts: nodes, limit })
  return Object.fromEntries(
    plan.hosts.map(({ host, steps }) => [
      host,
      steps
        .filter(({ skipped }) => !skipped)
        .map(({ id, awaits, provides }) =>
          [id, ...awaits.map((name) => `<${name}`), ...provides.map((name) => `>${name}`)].join(' '),
        ),
    ]),
  )
}
const turns = (steps: readonly string[] = []) =>
  steps.filter((text) => !text.startsWith('turn-')).map((text) => text.split(' ')[0])

describe('an operation', () => {
  it('is one node after the other, each let out by the lead and waited for', () => {
    const plan = planOf(`nodes: { order: [workers, control-planes, lead] }\n${simple}`)
    expect(plan['w1']).toEqual(['turn-checked-this >checked-w1', 'turn-out-this <out-w1', 'reboot >done-w1'])
    expect(plan['cp1']?.slice(0, 6)).toEqual([
      'turn-checked-this >checked-cp1',
      'turn-checked-w1 <checked-w1 <checked-w2 <checked-w3 <checked-cp2 <checked-cp1',
      'out-w1 >out-w1',
      'turn-done-w1 <done-w1',
      'in-w1 >back-w1',
      'out-w2 >out-w2',
    ])
    expect(turns(plan['cp1'])).toEqual([
      ...['out-w1', 'in-w1', 'out-w2', 'in-w2', 'out-w3', 'in-w3', 'out-cp2', 'in-cp2', 'out-cp1', 'reboot', 'in-cp1'],
    ])
    expect(plan['cp2']).toEqual(['turn-checked-this >checked-cp2', 'turn-out-this <out-cp2', 'reboot >done-cp2'])
  })

  it('lets the next one out when one of those that are out at once is back; a control plane has its turn alone', () => {
    const order = 'order: [lead, control-planes, workers]'
    expect(turns(planOf(`nodes: { ${order}, atOnce: 2 }\n${simple}`)['cp1'])).toEqual([
      ...['out-cp1', 'reboot', 'in-cp1'],
      ...['out-cp2', 'in-cp2', 'out-w1', 'out-w2', 'in-w1', 'out-w3', 'in-w2', 'in-w3'],
    ])
    const middle = 'nodes: { order: [workers, lead, control-planes], atOnce: 10 }'
    expect(turns(planOf(`${middle}\n${simple}`)['cp1'])).toEqual([
      ...['out-w1', 'out-w2', 'out-w3', 'in-w1', 'in-w2', 'in-w3', 'out-cp1', 'reboot', 'in-cp1', 'out-cp2', 'in-cp2'],
    ])
  })

  it.each([
    ['40%', 2],
    ['39%', 1],
    ['1%', 1],
    ['100%', 5],
  ])('counts %s of five nodes as %i', (atOnce, expected) => {
    const body = `options: { atOnce: { type: count, default: 1, description: x } }
nodes: { order: [workers, control-planes, lead], atOnce: '{{options.atOnce}}' }\n${simple}`
    const out = turns(planOf(body, { atOnce })['cp1']).findIndex((id) => id?.startsWith('in-'))
    expect(out).toBe(Math.min(expected, 3))
  })

  it('begins with what an earlier run left half way', () => {
    const body = `nodes: { order: [interrupted, workers, control-planes, lead], interrupted: '{{facts.kubernetes.migrating}}' }\n${simple}`
    expect(turns(planOf(body)['cp1']).slice(0, 3)).toEqual(['out-w3', 'in-w3', 'out-w1'])
  })

  it('knows of a node that it was left half way, whatever the order is', () => {
    const again = `before:\n${step('again', 'x', "when: '{{node.interrupted}}'\n    ")}`
    const nodes = (interrupted: string) => `nodes: { order: [workers, control-planes, lead]${interrupted} }\n`
    const left = ", interrupted: '{{facts.kubernetes.migrating}}'"
    expect(turns(planOf(`${nodes(left)}${again}`)['cp1'])).toEqual(['again-w3'])
    expect(turns(planOf(`${nodes('')}${again}`)['cp1'])).toEqual([])
  })

  it('is about the nodes that it is meant for and the limit allows; the lead does the rest', () => {
    const plan = planOf(`nodes: { when: '{{ne host.name "w2"}}' }\n${simple}`, {}, ['w1', 'w2'])
    expect(plan).toEqual({
      cp1: ['turn-checked-w1 <checked-w1', 'out-w1 >out-w1', 'turn-done-w1 <done-w1', 'in-w1 >back-w1'],
      cp2: [],
      w1: ['turn-checked-this >checked-w1', 'turn-out-this <out-w1', 'reboot >done-w1'],
      w2: [],
      w3: [],
    })
    expect(() => planOf(`nodes: { when: 'false', none: nothing to restart }\n${simple}`)).toThrow('nothing to restart')
    expect(() => planOf(`nodes: { when: 'perhaps' }\n${simple}`)).toThrow('must give true or false, not "perhaps"')
  })

  it('waits and lets go also where a phase has no step, or one that not every node has', () => {
    const plan = planOf(`nodes: { order: [workers, control-planes, lead] }
run:
${step('reboot', 'x', 'when: \'{{eq host.name "w1"}}\'\n    ')}finish:
${step('end', 'x')}`)
    const own = (name: string) => ['turn-checked-this >checked-' + name, `turn-out-this <out-${name}`]
    const rest = (name: string) => [`turn-done-this >done-${name}`, `turn-back-this <back-${name}`, 'end']
    expect(plan['w1']).toEqual([...own('w1'), 'reboot', ...rest('w1')])
    expect(plan['w2']).toEqual([...own('w2'), ...rest('w2')])
    expect(plan['cp1']?.slice(2, 5)).toEqual([
      ...['turn-out-w1 >out-w1', 'turn-done-w1 <done-w1', 'turn-back-w1 >back-w1'],
    ])
  })

  describe('with dead nodes', () => {
    const about = `nodes: { dead: true, order: [workers, control-planes, lead] }
${around.replace("'{{node.host.name}} is out'", "'{{node.host.name}} of {{#if node.dead}}nobody{{else}}{{node.facts.hostname}}{{/if}} is out'")}run:
${step('reboot', 'x')}`
    const survivorsOf = (body: string, dead: readonly string[], limit?: readonly string[]) =>
      withoutDead(operationOf(body), cluster, { dead, limit })
    const planWithout = (body: string, dead: readonly string[], limit?: readonly string[]) => {
      const survivors = survivorsOf(body, dead, limit)
      const left = nodes.filter(({ host }) => !dead.includes(host.name))
      const inputs = { ...survivors, hosts: left, options: {} }
      const playbook = operationPlaybook(operationOf(body), inputs)
      return planHosts({ ...inputs, playbook, templates: new Map() }).hosts
    }

    it('has before and after for them on the lead, first and after all checks, and waits for nothing of theirs', () => {
      const plan = planWithout(about, ['w2', 'w9'])
      const lead = plan.find(({ host }) => host === 'cp1')?.steps ?? []
      expect(plan.map(({ host }) => host)).toEqual(['cp1', 'cp2', 'w1', 'w3'])
      expect(lead.slice(1, 7).map(({ id }) => id)).toEqual([
        ...['turn-checked-w1', 'out-w2', 'in-w2', 'out-w9', 'in-w9', 'out-w1'],
      ])
      expect(lead[2]?.params).toMatchObject({ title: 'w2 of nobody is out' })
      expect(lead[6]?.params).toMatchObject({ title: 'w1 of w1 is out' })
      expect(lead.flatMap(({ awaits }) => awaits).filter((name) => /w[29]/.test(name))).toEqual([])
    })

    it('is about them alone where the limit names nobody else', () => {
      const plan = planWithout(about, ['w9'], ['w9'])
      expect(plan.flatMap(({ host, steps }) => steps.map(({ id }) => `${host} ${id}`))).toEqual([
        ...['cp1 out-w9', 'cp1 in-w9'],
      ])
    })

    it('goes on without them where it is not about such', () => {
      const plan = planWithout(simple, ['w2'])
      expect(plan.map(({ host }) => host)).toEqual(['cp1', 'cp2', 'w1', 'w3'])
      expect(JSON.stringify(plan)).not.toContain('w2')
    })

    it.each([
      [['w9'], undefined, '--dead w9: restart does nothing for a dead node'],
      [['w2', 'w1'], ['w1', 'w3'], '--dead w1: restart does nothing for a dead node'],
      [['cp1', 'cp2'], undefined, '--dead leaves no control plane that could lead restart'],
    ])('refuses %j with limit %j where that makes no sense', (dead, limit, message) => {
      expect(() => survivorsOf(simple, dead, limit)).toThrow(message)
    })
  })
})
