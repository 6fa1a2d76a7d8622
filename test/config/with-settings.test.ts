import { expect, test } from 'vitest'
import { parseCluster } from '../../src/config/load.ts'
import type { RuntimeKind } from '../../src/cluster/runtime-kinds.ts'
import { formatProblem } from '../../src/yaml/problem.ts'

const file = (spec: string) => `apiVersion: nodeprep.dev/v1alpha1
kind: Cluster
metadata: { name: demo }
spec:
  kubernetes: { version: 1.30.0 }
${spec}  hosts: [{ name: cp1, address: 192.0.2.1, role: control-plane }]
`
const readManifest = () => ''

function runtimeOf(spec: string, runtime: RuntimeKind) {
  const result = parseCluster(file(spec), 'cluster.yaml', { home: '/home/me', readManifest, settings: { runtime } })
  return 'problems' in result ? result.problems.map(formatProblem).join('\n') : result.cluster.runtime
}

test.each([
  ['', 'containerd', { kind: 'containerd', version: '' }],
  ['  runtime: { kind: containerd, version: 1.7 }\n', 'containerd', { kind: 'containerd', version: '1.7' }],
  [
    '  runtime: { kind: containerd, version: 1.7, package: containerd.io }\n',
    'cri-o',
    { kind: 'cri-o', version: '1.30' },
  ],
  ['  runtime: { version: 1.29 }\n', 'containerd', { kind: 'containerd', version: '' }],
  ['  runtime: { version: 1.29 }\n', 'cri-o', { kind: 'cri-o', version: '1.29' }],
] as const)('%j read for %s', (spec, kind, wanted) => {
  const runtime = runtimeOf(spec, kind)
  expect(runtime).toMatchObject(wanted)
  if (kind === 'cri-o') expect(runtime).not.toHaveProperty('package')
})

test('the rest of runtime stays, and is checked as for the other kind, at its place in the file', () => {
  expect(runtimeOf('  runtime: { kind: containerd, handlers: [crun] }\n', 'cri-o')).toMatchObject({
    handlers: [{ name: 'crun' }],
  })
  const headers = `  runtime: { kind: containerd }
  registries:
    - { host: docker.io, mirrors: [{ url: https://m.example, headers: { X-Team: a } }] }
`
  expect(runtimeOf(headers, 'containerd')).toMatchObject({ kind: 'containerd' })
  expect(runtimeOf(headers, 'cri-o')).toMatch(/^cluster\.yaml:8:\d+ .*CRI-O sends no headers of its own/)
})
