import { expect, test } from 'vitest'
import { operationPlaybook } from '../../src/operation/operation-playbook.ts'
import { parseOperation } from '../../src/operation/load-operation.ts'
import { optionValues } from '../../src/operation/options.ts'
import { planHosts } from '../../src/plan/plan-hosts.ts'
import { clusterOf, controlPlane, factsOf, worker } from '../kubernetes/fixtures.ts'
import { ownOperation } from './own-operation.ts'

test('the operation of docs/own-playbooks.md is valid, and is planned one node after the other', () => {
  const result = parseOperation(ownOperation(), 'journal-limit.yaml', () => undefined)
  if ('problems' in result) throw new Error(result.problems.map(({ message }) => message).join('\n'))
  const kubernetes = { criSocket: '', migratedFrom: '', migrating: false, cutOff: false }
  const hosts = [controlPlane, worker].map((host) => ({
    host,
    facts: factsOf('debian-12', { hostname: host.name, kubernetes: { state: host.role, ...kubernetes } }),
  }))
  const cluster = clusterOf()
  const options = optionValues(result.operation, { gigabytes: 2 })
  const playbook = operationPlaybook(result.operation, { cluster, hosts, options })
  const [first] = planHosts({ cluster, playbook, templates: new Map(), hosts }).hosts
  expect(first?.steps.map(({ id }) => id).filter((id) => !id.startsWith('turn-'))).toEqual([
    ...['ready-w1', 'journal-limit', 'journald', 'ready-cp1'],
  ])
  expect(first?.steps.find(({ id }) => id === 'journal-limit')?.params).toMatchObject({
    content: '[Journal]\nSystemMaxUse=2G\n',
  })
})
