import { expect, test } from 'vitest'
import { parseCluster } from '../../src/config/load.ts'
import type { Cluster } from '../../src/cluster/cluster.ts'
import { NodeprepError } from '../../src/errors.ts'
import { formatProblem } from '../../src/yaml/problem.ts'

const surroundings = {
  home: '/home/me',
  readManifest: (path: string) => {
    if (path === '/etc/np/net.yaml') return 'kind: Namespace\n'
    throw new NodeprepError('invalid-input', `cannot read ${path}: there is no such file`)
  },
}

function parse(text: string): Cluster {
  const result = parseCluster(text, '/etc/np/cluster.yaml', surroundings)
  if ('problems' in result) throw new Error(result.problems.map(formatProblem).join('\n'))
  return result.cluster
}

const head = 'apiVersion: nodeprep.dev/v1alpha1\nkind: Cluster\nmetadata: { name: demo }\n'

const minimal = `${head}spec:
  kubernetes: { version: v1.30.0 }
  hosts:
    - { name: cp1, address: 192.0.2.1, role: control-plane }
`

test('a minimal file is completed with every default', () => {
  expect(parse(minimal)).toEqual({
    name: 'demo',
    kubernetes: {
      version: '1.30.0',
      minor: '1.30',
      podSubnet: '10.244.0.0/16',
      serviceSubnet: '10.96.0.0/12',
      dnsDomain: 'cluster.local',
      certSANs: [],
      ignorePreflightErrors: [],
    },
    runtime: { kind: 'cri-o', version: '1.30', handlers: [] },
    registries: [],
    mirror: { preset: 'upstream', packages: {}, images: {} },
    cni: { kind: 'flannel' },
    reboot: 'refused',
    selinux: 'permissive',
    smokeTest: 'none',
    ignoreChecks: [],
    hosts: [
      { name: 'cp1', address: '192.0.2.1', role: 'control-plane', ssh: { user: 'root' }, become: { method: 'none' } },
    ],
    documents: [],
  })
})

test('the cluster is frozen all the way down', () => {
  const walk = (value: unknown): boolean =>
    typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(walk))
  expect(walk(parse(minimal))).toBe(true)
})

test('a file of every key is read to the value it says', () => {
  const text = `${head}spec:
  kubernetes:
    version: 1.21.2
    controlPlaneEndpoint: "[fd00::1]:6443"
    podSubnet: 10.1.0.0/16,fd01::/56
    serviceSubnet: 10.2.0.0/16,fd02::/112
    dnsDomain: lab.local
    certSANs: [api.example.com, 10.0.0.1]
    ignorePreflightErrors: [Swap]
  runtime: { version: v1.21.7 }
  mirror:
    preset: tuna
    packages:
      kubernetes: { url: "http://mirror.lab/k8s/{minor}/deb/", gpgCheck: false, suite: 9, components: [main] }
      cri-o: { deb: { url: http://a/ }, rpm: { url: http://b/, key: http://b/key } }
    images:
      kubernetes: registry.lab:5000/k8s
      pause: registry.lab:5000/pause:3.2
    files: https://files.m.daocloud.io
  registries:
    - { host: "registry.lab:5000", insecure: true }
    - { host: docker.io, mirrors: [{ url: "https://registry.lab:5000/v2/hub", overridePath: true }] }
  cni: { manifest: net.yaml }
  kernel: { parameters: { systemd.unified_cgroup_hierarchy: 1, nosmt: "" } }
  reboot: allowed
  selinux: enforcing
  smokeTest: nginx
  ignoreChecks: [memory]
  ssh: { user: ops, port: 2222, identityFile: ~/.ssh/key, become: { password: { file: pw } }, bastion: { address: jump, identityFile: jump.key } }
  hosts:
    - { name: cp1, address: 192.0.2.1, role: control-plane }
    - { name: cp2.lab, address: fd00::2, role: control-plane, ssh: { port: 22, become: { method: sudo, password: ask } } }
    - { name: w1, address: w1.lab, role: worker, kernel: { parameters: { nosmt: force } }, ssh: { user: root, transport: openssh } }
    - { name: w2, address: w2.lab, role: worker, ssh: { transport: local, become: { password: { env: PW } } } }
---
apiVersion: kubeadm.k8s.io/v1beta2
kind: ClusterConfiguration
kubernetesVersion: v1.21.2
apiServer: { extraArgs: { v: "4" } }
---
`
  const bastion = { address: 'jump', identityFile: '/etc/np/jump.key' }
  const shared = { user: 'ops', identityFile: '/home/me/.ssh/key', bastion }
  const kernel = { parameters: { 'systemd.unified_cgroup_hierarchy': '1', nosmt: '' } }
  expect(parse(text)).toEqual({
    name: 'demo',
    kubernetes: {
      version: '1.21.2',
      minor: '1.21',
      controlPlaneEndpoint: '[fd00::1]:6443',
      podSubnet: '10.1.0.0/16,fd01::/56',
      serviceSubnet: '10.2.0.0/16,fd02::/112',
      dnsDomain: 'lab.local',
      certSANs: ['api.example.com', '10.0.0.1'],
      ignorePreflightErrors: ['Swap'],
    },
    runtime: { kind: 'cri-o', version: '1.21', handlers: [] },
    registries: [
      { host: 'registry.lab:5000', blocked: false, mirrors: [], skipVerify: false, insecure: true },
      {
        ...{ host: 'docker.io', blocked: false, skipVerify: false, insecure: false },
        mirrors: [
          {
            ...{ url: 'https://registry.lab:5000/v2/hub', overridePath: true, headers: {} },
            ...{ capabilities: ['pull', 'resolve'], skipVerify: false, insecure: false },
          },
        ],
      },
    ],
    mirror: {
      preset: 'tuna',
      packages: {
        kubernetes: { url: 'http://mirror.lab/k8s/{minor}/deb/', gpgCheck: false, suite: '9', components: ['main'] },
        'cri-o': { deb: { url: 'http://a/' }, rpm: { url: 'http://b/', key: 'http://b/key' } },
      },
      images: {
        kubernetes: 'registry.lab:5000/k8s',
        pause: 'registry.lab:5000/pause:3.2',
      },
      files: 'https://files.m.daocloud.io',
    },
    cni: { kind: 'manifest', manifest: { path: '/etc/np/net.yaml', content: 'kind: Namespace\n' } },
    reboot: 'allowed',
    selinux: 'enforcing',
    smokeTest: 'nginx',
    ignoreChecks: ['memory'],
    hosts: [
      {
        name: 'cp1',
        address: '192.0.2.1',
        role: 'control-plane',
        kernel,
        ssh: { ...shared, port: 2222 },
        become: { method: 'sudo', password: { file: '/etc/np/pw' } },
      },
      {
        name: 'cp2.lab',
        address: 'fd00::2',
        role: 'control-plane',
        kernel,
        ssh: { ...shared, port: 22 },
        become: { method: 'sudo', password: 'ask' },
      },
      {
        name: 'w1',
        address: 'w1.lab',
        role: 'worker',
        kernel: { parameters: { 'systemd.unified_cgroup_hierarchy': '1', nosmt: 'force' } },
        ssh: { ...shared, user: 'root', port: 2222, transport: 'openssh' },
        become: { method: 'none' },
      },
      {
        name: 'w2',
        address: 'w2.lab',
        role: 'worker',
        kernel,
        ssh: { ...shared, port: 2222, transport: 'local' },
        become: { method: 'none' },
      },
    ],
    documents: [
      {
        apiVersion: 'kubeadm.k8s.io/v1beta2',
        kind: 'ClusterConfiguration',
        value: {
          apiVersion: 'kubeadm.k8s.io/v1beta2',
          kind: 'ClusterConfiguration',
          kubernetesVersion: 'v1.21.2',
          apiServer: { extraArgs: { v: '4' } },
        },
        line: 39,
      },
    ],
  })
})

test.each([
  ['cni: none', { kind: 'none' }],
  ['cni: { flannel: {} }', { kind: 'flannel' }],
  ['cni: { flannel: { version: v0.28.9 } }', { kind: 'flannel', version: '0.28.9' }],
  ['cni: { manifest: "https://x/y.yaml" }', { kind: 'manifest', manifest: { url: 'https://x/y.yaml' } }],
])('%s is read', (line, cni) => {
  expect(parse(minimal.replace('spec:', `spec:\n  ${line}`)).cni).toEqual(cni)
})

test('an unquoted version keeps its trailing zero', () => {
  expect(parse(minimal.replace('spec:', 'spec:\n  runtime: { version: 1.30 }')).runtime.version).toBe('1.30')
})
