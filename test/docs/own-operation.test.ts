import { expect, test } from 'vitest'
import { withoutDead } from '../../src/operation/dead-nodes.ts'
import { operationPlaybook } from '../../src/operation/operation-playbook.ts'
import { optionValues } from '../../src/operation/options.ts'
import { planHosts } from '../../src/plan/plan-hosts.ts'
import { clusterOf, controlPlane, factsOf, notJoined, worker } from '../kubernetes/fixtures.ts'
import { ownOperation, type OwnOperation } from './own-operation.ts'

const stepsOn = (name: OwnOperation, given: Readonly<Record<string, number>>, dead: readonly string[] = []) => {
  const operation = ownOperation(name)
  const hosts = [controlPlane, worker].map((host) => ({
    host,
    facts: factsOf('debian-12', { hostname: host.name, kubernetes: { ...notJoined, state: host.role } }),
  }))
  const { cluster, ...apart } = withoutDead(operation, clusterOf(), { dead })
  const options = optionValues(operation, given)
  const playbook = operationPlaybook(operation, { cluster, hosts, options, ...apart })
  return planHosts({ cluster, playbook, templates: new Map(), hosts }).hosts.map(({ steps }) =>
    steps.filter(({ id, skipped }) => !skipped && !id.startsWith('turn-')),
  )
}

test('journal-limit of docs/own-playbooks.md is valid, and is planned one node after the other', () => {
  const [first = []] = stepsOn('journal-limit', { gigabytes: 2 })
  expect(first.map(({ id }) => id)).toEqual(['ready-w1', 'journal-limit', 'journald', 'ready-cp1'])
  expect(first.find(({ id }) => id === 'journal-limit')?.params).toMatchObject({
    content: '[Journal]\nSystemMaxUse=2G\n',
  })
})

test('reboot-nodes drains each node, owes it a reboot by the round it has had, and puts it back', () => {
  const [first = [], second = []] = stepsOn('reboot-nodes', { round: 7 })
  expect(first.map(({ id }) => id)).toEqual([
    ...['node-out-w1', 'node-in-w1', 'node-healthy-cp1', 'node-out-cp1', 'round', 'rebooted', 'node-in-cp1'],
  ])
  expect(second.map(({ id, owes }) => [id, owes])).toEqual([
    ['round', ['reboot']],
    ['rebooted', []],
  ])
  expect(first[0]?.params).toMatchObject({
    env: { NODE: 'w1', TURN: 'reboot 7', TIMEOUT: '300', FIELD: '', FORCE: 'false', GONE: 'false', LEFT_HERE: 'false' },
  })
  expect(first[1]?.params).toMatchObject({ title: 'w1 is Ready, and takes pods again', env: { READY: 'Ready' } })
  expect(() => stepsOn('reboot-nodes', {})).toThrow('--round')
})

test('forget-nodes deletes the nodes that are dead, and no other', () => {
  const [first = [], second = []] = stepsOn('forget-nodes', {}, ['w7', 'w8'])
  expect(first.map(({ id, params }) => [id, (params as { env: unknown }).env])).toEqual([
    ['forgotten-w7', { NODE: 'w7' }],
    ['forgotten-w8', { NODE: 'w8' }],
  ])
  expect(second).toEqual([])
})
