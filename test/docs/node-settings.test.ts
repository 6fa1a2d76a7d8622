import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseCluster } from '../../src/config/load.ts'
import { formatProblem } from '../../src/yaml/problem.ts'

const text = readFileSync(new URL('../../docs/live-clusters.md', import.meta.url), 'utf8')
const [, example = ''] = /```yaml\n(hosts:\n.*?)```/s.exec(text) ?? []

test('the labels, annotations and taints of docs/live-clusters.md are valid', () => {
  const controlPlane = '  - { name: cp1, address: 10.0.0.11, role: control-plane }\n'
  const hosts = `${example}${controlPlane}`.replaceAll(/^/gm, '  ').trimEnd()
  const head = 'apiVersion: nodeprep.dev/v1alpha1\nkind: Cluster\nmetadata: { name: demo }\n'
  const file = `${head}spec:\n  kubernetes: { version: 1.36.2 }\n${hosts}\n`
  const result = parseCluster(file, 'cluster.yaml', { home: '/', readManifest: () => '' })
  expect('problems' in result ? result.problems.map(formatProblem) : []).toEqual([])
  expect('cluster' in result && result.cluster.hosts[0]).toMatchObject({
    labels: { 'topology.kubernetes.io/zone': 'a', 'node-role.kubernetes.io/worker': '' },
    annotations: { 'example.com/owner': 'team-a' },
    taints: [
      { key: 'example.com/dedicated', value: 'gpu', effect: 'NoSchedule' },
      { key: 'example.com/repair', value: '', effect: 'PreferNoSchedule' },
    ],
  })
  expect('notices' in result && result.notices).toEqual([])
})
