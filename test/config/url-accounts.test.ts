import { expect, it, test } from 'vitest'
import { parseCluster } from '../../src/config/load.ts'
import { formatProblem } from '../../src/yaml/problem.ts'
import { stepKinds } from '../../src/steps/index.ts'

// A URL stands in argument lists and in files that every user of a host can read.
const head = `apiVersion: nodeprep.dev/v1alpha1
kind: Cluster
metadata: { name: demo }
spec:
  kubernetes: { version: v1.30.0 }
  hosts: [{ name: cp1, address: 192.0.2.1, role: control-plane }]
`
function problems(spec: string): string {
  const result = parseCluster(`${head}  ${spec}\n`, 'c.yaml', { home: '/', readManifest: () => '' })
  return 'problems' in result ? result.problems.map(formatProblem).join('\n') : ''
}

it.each([
  'mirror: { packages: { kubernetes: { url: "https://me:geheim@m.example/deb/" } } }',
  'mirror: { packages: { cri-o: { deb: { url: https://m.example/deb/, key: "https://me:geheim@m.example/key" } } } }',
  'mirror: { packages: { kubernetes: { url: "http://geheim@m.example?x" } } }',
  'mirror: { files: "https://me:geheim@m.example/" }',
  'cni: { manifest: "https://me:geheim@m.example/net.yaml" }',
])('%s is refused, and the password is not repeated', (spec) => {
  const said = problems(spec)
  expect(said).toContain('has an account in it, which every user of a host could read')
  expect(said).not.toContain('geheim')
})

it('an @ further on is no account', () => {
  expect(problems('cni: { manifest: "https://m.example/net@2.yaml" }')).toBe('')
})

test.each([
  ['download', { url: 'https://me:geheim@m.example/x', path: '/x' }],
  ['repository', { name: 'x', url: 'https://me:geheim@m.example/', key: 'https://m.example/key' }],
  ['repository', { name: 'x', url: 'https://m.example/', key: 'https://me:geheim@m.example/key' }],
])('a %s with an account in its URL is refused, and the password is not repeated', (kind, params) => {
  const issues = stepKinds.get(kind)?.params.safeParse(params).error?.issues ?? []
  const said = issues.map(({ message }) => message).join()
  expect(said).toContain('without an account')
  expect(JSON.stringify(issues)).not.toContain('geheim')
})

const digest = 'a'.repeat(64)
test('a digest belongs to a manifest from a URL', () => {
  expect(problems(`cni: { manifest: "https://m.example/net.yaml", sha256: ${digest} }`)).toBe('')
  expect(problems(`cni: { manifest: net.yaml, sha256: ${digest} }`)).toContain('is for a manifest from a URL')
  expect(problems('cni: { manifest: "https://m.example/net.yaml", sha256: abc }')).toContain('not a SHA-256')
})
