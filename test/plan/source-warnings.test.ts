import { expect, test } from 'vitest'
import type { Mirror } from '../../src/cluster/cluster.ts'
import { planHosts } from '../../src/plan/plan-hosts.ts'
import { sourceWarnings } from '../../src/plan/source-warnings.ts'
import { loadPlaybook } from '../../src/playbook/loading/load.ts'
import { loadTemplates } from '../../src/playbook/loading/load-templates.ts'
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

test('a signing key over plain http is warned of, a repository that is signed is not', () => {
  const source = { url: 'http://m.example/rpm/', key: 'https://m.example/key' }
  const warnings = (key: string) => warningsOf('1.31.4', { packages: { 'cri-o': { ...source, key } } })
  expect(warnings('https://m.example/key')).toEqual([])
  expect(warnings('http://m.example/key')).toEqual([
    'the signing key of cri-o comes over plain http, where whoever is in between can replace it: use https for http://m.example/key or give its keyFingerprint',
  ])
  const keyFingerprint = 'A'.repeat(40)
  expect(
    warningsOf('1.31.4', { packages: { 'cri-o': { ...source, key: 'http://m.example/key', keyFingerprint } } }),
  ).toEqual([])
})

test('a manifest over plain http is warned of, unless its digest is known', () => {
  const warnings = (manifest: { url: string; sha256?: string }) => {
    const cluster = clusterOf({ version: '1.31.4', cni: { kind: 'manifest', manifest } })
    return sourceWarnings(planHosts({ cluster, playbook, templates, hosts }), cluster, hosts)
  }
  const url = 'http://m.example/net.yaml'
  expect(warnings({ url })).toEqual([expect.stringContaining(`${url} comes over plain http`)])
  expect(warnings({ url, sha256: 'a'.repeat(64) })).toEqual([])
  expect(warnings({ url: 'https://m.example/net.yaml' })).toEqual([])
})

test('sources that are verified and alive need no word', () => {
  expect(warningsOf('1.36.5')).toEqual([])
})
