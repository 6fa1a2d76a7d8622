import type { Situation } from './live-fixtures.ts'

/** A change of one leaf of cluster.yaml on a live cluster. */
export interface Change {
  /** As the reference names it. Where a key above declares it, that key stands for all leaves below it. */
  readonly leaf: string
  readonly value: unknown
  /** Name of the check that refuses it, or `validate`; left out where none does. */
  readonly check?: string
  /** Names of the hosts that have a turn then. */
  readonly rolls?: string
  /** Where the value goes, if not to the leaf itself. */
  readonly at?: string
  /** What the file has before that, by its key. */
  readonly given?: Readonly<Record<string, unknown>>
  readonly situation?: Omit<Situation, 'cluster' | 'hosts'>
}

const socket = { criSocket: '/run/containerd/containerd.sock' }
const containerd = { runtimes: { containerd: '1.7.24' } }
const account = { username: 'puller', passwordEnv: 'PASSWORD' }
const pullSecret = { 'spec.registries': [{ host: 'r.example', auth: account }], 'spec.pullSecret.namespaces': ['a'] }
const group = { 'spec.groups.gpu.hosts': ['w1'] }
const manifest = 'https://example.com/kube-flannel.yml'

/** For every leaf a new value, and what becomes of it: a leaf that is new in the schema has to get a line here. */
export const changes: readonly Change[] = [
  { leaf: 'apiVersion', value: 'nodeprep.dev/v2', check: 'validate' },
  { leaf: 'kind', value: 'Other', check: 'validate' },
  { leaf: 'metadata.name', value: 'other', check: 'cluster-name' },
  { leaf: 'spec.kubernetes.version', value: '1.36.6', check: 'kubernetes-version' },
  { leaf: 'spec.kubernetes.controlPlaneEndpoint', value: 'api.example:6443', rolls: 'cp1 w1' },
  { leaf: 'spec.kubernetes.podSubnet', value: '10.245.0.0/16', check: 'pod-subnet' },
  { leaf: 'spec.kubernetes.serviceSubnet', value: '10.112.0.0/16', check: 'service-subnet' },
  { leaf: 'spec.kubernetes.dnsDomain', value: 'k8s.example', check: 'dns-domain' },
  { leaf: 'spec.kubernetes.certSANs', value: ['new.example'], rolls: 'cp1' },
  { leaf: 'spec.kubernetes.ignorePreflightErrors', value: ['Swap'] },
  { leaf: 'spec.runtime.kind', value: 'containerd', check: 'runtime' },
  { leaf: 'spec.runtime.version', value: '1.35', check: 'runtime-version' },
  {
    leaf: 'spec.runtime.package',
    value: 'containerd.io',
    check: 'runtime-package',
    given: { 'spec.runtime.kind': 'containerd', 'spec.runtime.package': 'containerd' },
    situation: { plane: containerd, worker: containerd, planeState: socket, workerState: socket },
  },
  { leaf: 'spec.runtime.handlers', value: ['crun', { name: 'other', path: '/usr/bin/other' }] },
  { leaf: 'spec.runtime.defaultHandler', value: 'crun', given: { 'spec.runtime.handlers': ['crun'] } },
  { leaf: 'spec.mirror', value: 'aliyun', rolls: 'cp1' },
  { leaf: 'spec.mirror.preset', value: 'daocloud', rolls: 'cp1' },
  { leaf: 'spec.mirror.packages', value: { kubernetes: { url: 'https://m.example/{minor}/' } } },
  { leaf: 'spec.mirror.images.kubernetes', value: 'r.example/k8s', rolls: 'cp1' },
  { leaf: 'spec.mirror.images.pause', value: 'r.example/pause:3.10' },
  { leaf: 'spec.mirror.files', value: 'https://files.example/' },
  { leaf: 'spec.proxy', value: { http: 'http://proxy.example:3128', auth: account } },
  { leaf: 'spec.registries', value: [{ host: 'docker.io', mirrors: [{ url: 'https://m.example' }] }] },
  { leaf: 'spec.pullSecret.name', value: 'other', given: pullSecret },
  { leaf: 'spec.pullSecret.namespaces', value: ['b'], given: pullSecret },
  { leaf: 'spec.cni', value: 'none', check: 'cni' },
  { leaf: 'spec.cni.flannel.version', value: '0.27.0' },
  { leaf: 'spec.cni.manifest', value: manifest },
  { leaf: 'spec.cni.sha256', value: 'a'.repeat(64), given: { 'spec.cni.manifest': manifest } },
  { leaf: 'spec.selinux', value: 'enforcing' },
  { leaf: 'spec.kernel.parameters', value: { nosmt: '' } },
  { leaf: 'spec.reboot', value: 'allowed' },
  { leaf: 'spec.smokeTest', value: 'nginx' },
  { leaf: 'spec.ignoreChecks', value: ['memory'] },
  { leaf: 'spec.ssh', value: { user: 'ops', port: 2222, become: { password: 'ask' } } },
  { leaf: 'spec.groups', value: { gpu: { hosts: ['w1'], labels: { rack: 'r1' } } } },
  { leaf: 'spec.groups.<name>.hosts', value: ['cp1', 'w1'], at: 'spec.groups.gpu.hosts', given: group },
  { leaf: 'spec.groups.<name>.ssh', value: { user: 'ops' }, at: 'spec.groups.gpu.ssh', given: group },
  {
    leaf: 'spec.groups.<name>.kernel.parameters',
    value: { nosmt: '' },
    at: 'spec.groups.gpu.kernel.parameters',
    given: group,
  },
  { leaf: 'spec.groups.<name>.labels', value: { rack: 'r1' }, at: 'spec.groups.gpu.labels', given: group },
  {
    leaf: 'spec.groups.<name>.annotations',
    value: { 'example.com/rack': 'r1' },
    at: 'spec.groups.gpu.annotations',
    given: group,
  },
  {
    leaf: 'spec.groups.<name>.taints',
    value: ['example.com/dedicated=gpu:NoSchedule'],
    at: 'spec.groups.gpu.taints',
    given: group,
  },
  {
    leaf: 'spec.groups.<name>.kubelet',
    value: { maxPods: 60 },
    at: 'spec.groups.gpu.kubelet',
    given: group,
    rolls: 'w1',
  },
  { leaf: 'spec.hosts', value: { name: 'w2', address: '10.0.0.22', role: 'worker' }, at: 'spec.hosts[2]' },
  { leaf: 'spec.hosts[].name', value: 'w9', check: 'node-name' },
  { leaf: 'spec.hosts[].address', value: '10.0.0.99' },
  { leaf: 'spec.hosts[].nodeIP', value: '10.0.0.99', check: 'node-address' },
  {
    leaf: 'spec.hosts[].role',
    value: 'control-plane',
    check: 'role',
    given: { 'spec.kubernetes.controlPlaneEndpoint': '10.0.0.11' },
    situation: {
      plane: {
        documents: [{ from: 'record', kind: 'ClusterConfiguration', value: { controlPlaneEndpoint: '10.0.0.11' } }],
      },
    },
  },
  { leaf: 'spec.hosts[].ssh', value: { user: 'ops' } },
  { leaf: 'spec.hosts[].kernel.parameters', value: { nosmt: '' } },
  { leaf: 'spec.hosts[].labels', value: { rack: 'r1' } },
  { leaf: 'spec.hosts[].annotations', value: { 'example.com/rack': 'r1' } },
  { leaf: 'spec.hosts[].kubelet', value: { maxPods: 60 }, rolls: 'w1' },
  { leaf: 'spec.hosts[].taints', value: ['example.com/dedicated=gpu:NoSchedule'] },
]
