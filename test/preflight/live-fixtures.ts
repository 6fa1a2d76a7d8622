import type { Cluster, Host, KubeadmDocument } from '../../src/cluster/cluster.ts'
import type { HostWithFacts } from '../../src/facts/host-with-facts.ts'
import { noLiveFacts, type LiveFacts } from '../../src/facts/live/live.ts'
import { earlyChecks } from '../../src/preflight/early-checks.ts'
import type { Facts } from '../../src/facts/facts.ts'
import { clusterOf, controlPlane, factsOf, notJoined, worker } from '../kubernetes/fixtures.ts'

export const CA = 'a'.repeat(64)

const KUBELET = {
  maxPods: 110,
  clusterDomain: 'cluster.local',
  evictionHard: { 'memory.available': '100Mi' },
  syncFrequency: '1m0s',
  tlsCipherSuites: ['A', 'B'],
}

/** What is in effect on a worker that the default cluster describes. */
export const workerLive: LiveFacts = {
  ...noLiveFacts,
  nodeName: 'w1',
  authorities: [CA],
  endpoints: ['10.0.0.11:6443'],
  kubelet: '1.36.5',
  runtimes: { 'cri-o': '1.36.3' },
  dnsDomain: 'cluster.local',
  kubeletConfig: KUBELET,
  kubeletFlags: { 'node-labels': ['disk=ssd'] },
  networks: ['10-flannel.conflist'],
}

const pod = (name: string, flags: LiveFacts['kubeletFlags']) => ({ image: `registry.k8s.io/${name}:v1.36.5`, flags })

/** And on its control plane. */
export const planeLive: LiveFacts = {
  ...workerLive,
  nodeName: 'cp1',
  podSubnet: '10.244.0.0/16',
  serviceSubnet: '10.96.0.0/12',
  certificateNames: ['cp1', 'kubernetes', '10.96.0.1', 'FD00:0:0:0:0:0:0:1', 'api.example'],
  staticPods: {
    'kube-apiserver': pod('kube-apiserver', {
      'advertise-address': ['10.0.0.11'],
      'secure-port': ['6443'],
      'authorization-mode': ['Node,RBAC'],
      'audit-log-maxage': ['30'],
    }),
    'kube-controller-manager': pod('kube-controller-manager', {
      'cluster-cidr': ['10.244.0.0/16'],
      'cluster-name': ['demo'],
    }),
    etcd: { image: 'registry.k8s.io/etcd:3.6.4-0', flags: {} },
  },
  networkApplied: true,
  documents: [
    { from: 'record', kind: 'InitConfiguration', value: {} },
    { from: 'record', kind: 'ClusterConfiguration', value: { clusterName: 'demo' } },
  ],
}

export interface Situation {
  readonly cluster?: Parameters<typeof clusterOf>[0]
  readonly plane?: Partial<LiveFacts>
  readonly worker?: Partial<LiveFacts>
  readonly planeState?: Partial<Facts['kubernetes']>
  readonly workerState?: Partial<Facts['kubernetes']>
  readonly hosts?: readonly Host[]
}

const joined = (state: 'control-plane' | 'worker', more: Partial<Facts['kubernetes']> = {}) =>
  ({ ...notJoined, state, criSocket: '/var/run/crio/crio.sock', ...more }) as const

/** A control plane and a worker that run. */
export function running({ cluster: changes, hosts = [controlPlane, worker], ...more }: Situation = {}): {
  readonly cluster: Cluster
  readonly hosts: readonly HostWithFacts[]
} {
  const [first = controlPlane, second = worker] = hosts
  const found = [
    {
      host: first,
      facts: factsOf('debian-12', {
        kubernetes: joined('control-plane', more.planeState),
        live: more.planeState?.state === 'none' ? noLiveFacts : { ...planeLive, ...more.plane },
      }),
    },
    {
      host: second,
      facts: factsOf('debian-12', {
        ...{ hostname: 'two', machineId: 'b', productUuid: 'c' },
        kubernetes: joined('worker', more.workerState),
        live: { ...workerLive, ...more.worker },
      }),
    },
  ]
  return { cluster: clusterOf({ hosts, ...changes }), hosts: found }
}

/** What is refused of them, as HOST NAME: MESSAGE. */
export function refusals(situation: Situation = {}) {
  const { cluster, hosts } = running(situation)
  return earlyChecks(cluster, hosts)
}

export const document = (kind: KubeadmDocument['kind'], value: Readonly<Record<string, unknown>>): Situation => ({
  cluster: { documents: [{ apiVersion: 'x', kind, value, line: 1 }] },
})
