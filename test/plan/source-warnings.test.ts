import { expect, test } from 'vitest'
import type { Mirror } from '../../src/config/cluster.ts'
import { planHosts } from '../../src/plan/plan-hosts.ts'
import { sourceWarnings } from '../../src/plan/source-warnings.ts'
import { loadPlaybook } from '../../src/playbook/load.ts'
import { loadTemplates } from '../../src/playbook/load-templates.ts'
import { clusterOf, controlPlane, factsOf, worker } from '../kubernetes/fixtures.ts'

const root = new URL('../../', import.meta.url)
const playbook = loadPlaybook('cluster', [new URL('playbooks', root).pathname])
const templates = loadTemplates(playbook, [new URL('templates', root).pathname])
const hosts = [controlPlane, worker].map((host) => ({ host, facts: factsOf('centos-7') }))

function warningsOf(version: string, mirror: Partial<Mirror> = {}): readonly string[] {
  const cluster = clusterOf({ version, mirror })
  return sourceWarnings(planHosts({ cluster, playbook, templates, hosts }), cluster, hosts)
}

test('a source whose signatures are not checked is named once, however many hosts use it', () => {
  const url = 'https://example.org/cri-o'
  expect(warningsOf('1.31.4', { packages: { 'cri-o': { url, gpgCheck: false } } })).toEqual([
    'packages of cri-o are NOT VERIFIED: gpgCheck is off for https://example.org/cri-o',
  ])
})

test('a frozen source is named as such', () => {
  expect(warningsOf('1.20.15', { preset: 'aliyun' })).toContainEqual(
    expect.stringMatching(
      /^kubernetes comes from a frozen copy that gets no updates any more: https:\/\/mirrors\.aliyun\.com/,
    ),
  )
})

test('sources that are verified and alive need no word', () => {
  expect(warningsOf('1.36.5')).toEqual([])
})
