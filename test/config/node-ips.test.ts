import { expect, test } from 'vitest'
import { parseCluster } from '../../src/config/load.ts'
import { formatProblem } from '../../src/yaml/problem.ts'

function problemsOf(nodeIP: string, kubernetes = 'version: 1.36.2', document = ''): readonly string[] {
  const text = `apiVersion: nodeprep.dev/v1alpha1
kind: Cluster
metadata: { name: demo }
spec:
  kubernetes: { ${kubernetes} }
  hosts:
    - { name: cp1, address: 192.0.2.1, role: control-plane, nodeIP: "${nodeIP}" }
    - { name: w1, address: 192.0.2.2, role: worker, nodeIP: 10.0.0.2 }
${document}`
  const result = parseCluster(text, 'cluster.yaml', { home: '/', readManifest: () => '' })
  return 'problems' in result ? result.problems.map((one) => formatProblem(one).replace(/\n\s*/, '; ')) : []
}
const dual = 'version: 1.36.2, podSubnet: "10.244.0.0/16,fd01::/48", serviceSubnet: "10.96.0.0/12,fd02::/112"'
const at = 'cluster.yaml:7:69 spec.hosts.0.nodeIP:'

test('nodeIP is an address, or two for dual stack', () => {
  expect(problemsOf('10.0.0.1')).toEqual([])
  expect(problemsOf('10.0.0.1,fd00::1', dual)).toEqual([])
  expect(problemsOf('fd00::1', dual)).toEqual([])
  for (const wrong of [
    'cp1.example',
    '10.0.0.300',
    '',
    '10.0.0.1,',
    '10.0.0.1,10.0.0.2',
    'fe80::1%eth0',
    '10.0.0.1, fd00::1',
  ])
    expect(problemsOf(wrong, dual), wrong).toEqual([expect.stringContaining('is not an IP address')])
})

test.each([
  [
    'fd00::1',
    'version: 1.36.2',
    'fd00::1 is IPv6, and podSubnet 10.244.0.0/16 has none of that; use the family of podSubnet',
  ],
  ['fd00::1,10.0.0.1', dual, 'the families are in another order than in podSubnet; write 10.0.0.1,fd00::1'],
  ['10.0.0.1,fd00::1', dual.replace('1.36.2', '1.20.2'), 'kubelet takes two addresses from 1.21 on; write one'],
  [
    '10.244.0.1',
    'version: 1.36.2',
    '10.244.0.1 lies within podSubnet 10.244.0.0/16; choose a podSubnet that holds no host',
  ],
])('%s with %s is refused', (nodeIP, kubernetes, message) => {
  expect(problemsOf(nodeIP, kubernetes).filter((one) => one.includes('nodeIP'))).toEqual([`${at} ${message}`])
})

test('no two hosts have the same, and no document says it as well', () => {
  expect(problemsOf('10.0.0.2')).toEqual([expect.stringContaining('is already the nodeIP of spec.hosts.0')])
  const document = `---
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
nodeRegistration: { kubeletExtraArgs: [{ name: node-ip, value: 10.0.0.1 }] }
`
  expect(problemsOf('10.0.0.1', 'version: 1.36.2', document)).toEqual([
    expect.stringContaining('node-ip is also nodeIP of hosts; keep it in spec.hosts alone'),
  ])
})
