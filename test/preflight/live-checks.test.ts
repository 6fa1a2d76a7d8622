import { describe, expect, it } from 'vitest'
import { checkNames } from '../../src/config/schema/check-names.ts'
import { fixedChecks } from '../../src/preflight/live/live-checks.ts'
import { controlPlane, hostOf } from '../kubernetes/fixtures.ts'
import { document, planeLive, refusals, type Situation } from './live-fixtures.ts'

const kubernetes = (more: object): Situation => ({ cluster: { kubernetes: more } })
const B = 'b'.repeat(64)
const image = (tag: string) => ({
  plane: {
    staticPods: { ...planeLive.staticPods, 'kube-apiserver': { image: `r:5000/kube-apiserver${tag}`, flags: {} } },
  },
})

describe('a live cluster is refused', () => {
  it.each<[name: string, situation: Situation, hosts: string, message: string, remedy: string]>([
    [
      'case 9: kubernetes-version',
      { cluster: { version: '1.36.6' } },
      'cp1 w1',
      'Kubernetes 1.36.5 is in use, but cluster.yaml specifies 1.36.6',
      'Set kubernetes.version back to 1.36.5',
    ],
    [
      'case 9: kubernetes-version of one host',
      { worker: { kubelet: '1.36.4' } },
      'w1',
      'Kubernetes 1.36.4 is in use, but cluster.yaml specifies 1.36.5',
      'kubernetes.version back to 1.36.4',
    ],
    [
      'control-plane-version',
      image(':v1.36.4'),
      'cp1',
      'kubelet is 1.36.5, but the static pods run kube-apiserver 1.36.4: an upgrade was not finished',
      'kubeadm upgrade',
    ],
    [
      'runtime-version',
      { cluster: { runtime: { version: '1.37' } } },
      'cp1 w1',
      'CRI-O 1.36.3 is in use, but cluster.yaml specifies 1.37',
      'Set runtime.version to 1.36',
    ],
    [
      'case 8: node-name',
      { hosts: [controlPlane, hostOf('w2', 'worker', '10.0.0.21')] },
      'w2',
      'this host is node w1 of the cluster, but cluster.yaml names it w2; a node cannot be renamed',
      'Set its name back to w1',
    ],
    [
      'role',
      { hosts: [controlPlane, hostOf('w1', 'control-plane', '10.0.0.21')] },
      'w1',
      'this host has joined as worker, but cluster.yaml specifies control-plane',
      'Set its role back to worker',
    ],
    [
      'case 7: other-cluster',
      { worker: { authorities: [B] } },
      'w1',
      'w1 belongs to another cluster than cp1: its CA is sha256:bbbbbbbbbbbb, that of cp1 is sha256:aaaaaaaaaaaa',
      'kubeadm reset -f on this host',
    ],
    [
      'case 7: other-cluster, of a control plane that was rebuilt and has not joined',
      { planeState: { state: 'none' } },
      'w1',
      'w1 belongs to another cluster (CA sha256:aaaaaaaaaaaa): no control plane in cluster.yaml has joined one',
      'kubeadm reset -f on this host',
    ],
    [
      'case 10: pod-subnet',
      kubernetes({ podSubnet: '10.245.0.0/16' }),
      'cp1',
      'podSubnet 10.244.0.0/16 is in use, but cluster.yaml specifies 10.245.0.0/16',
      'podSubnet: 10.244.0.0/16',
    ],
    [
      'case 10: service-subnet',
      kubernetes({ serviceSubnet: '10.96.0.0/16' }),
      'cp1',
      'serviceSubnet 10.96.0.0/12 is in use',
      'serviceSubnet: 10.96.0.0/12',
    ],
    [
      'case 10: dns-domain',
      kubernetes({ dnsDomain: 'k8s.example' }),
      'cp1 w1',
      'dnsDomain cluster.local is in use, but cluster.yaml specifies k8s.example',
      'dnsDomain: cluster.local',
    ],
    [
      'case 10: cert-sans',
      kubernetes({ certSANs: ['api.example', 'new.example', '10.9.9.9'] }),
      'cp1',
      "the API server's certificate does not contain new.example, 10.9.9.9 of certSANs",
      'Take them out of certSANs',
    ],
    [
      'case 10: cert-sans of a document',
      document('ClusterConfiguration', { apiServer: { certSANs: ['new.example'] } }),
      'cp1',
      'does not contain new.example of certSANs',
      'Take it out',
    ],
    [
      'case 10: endpoint',
      kubernetes({ controlPlaneEndpoint: 'api.example:6443' }),
      'cp1',
      "the cluster's endpoint is 10.0.0.11:6443, but cluster.yaml specifies api.example:6443",
      'leave controlPlaneEndpoint out',
    ],
    [
      'case 10: endpoint that was taken out',
      { plane: { endpoints: ['10.0.0.11:6443', 'api.example:6443'] } },
      'cp1',
      "the cluster's endpoint is api.example:6443, but cluster.yaml has no controlPlaneEndpoint",
      'controlPlaneEndpoint: api.example:6443',
    ],
    [
      'case 10: kubeadm-documents',
      document('KubeletConfiguration', { maxPods: 200, evictionHard: { 'memory.available': '200Mi' } }),
      'cp1 w1',
      'KubeletConfiguration.maxPods, KubeletConfiguration.evictionHard.memory.available differ from what is in use',
      'Set it back',
    ],
    [
      'case 10: kubeadm-documents of the API server, v1beta3',
      document('ClusterConfiguration', { apiServer: { extraArgs: { 'audit-log-maxage': '31', new: 'x' } } }),
      'cp1',
      'ClusterConfiguration.apiServer.extraArgs.audit-log-maxage, ClusterConfiguration.apiServer.extraArgs.new differ',
      'Set it back',
    ],
    [
      'case 10: kubeadm-documents of the API server, v1beta4',
      document('ClusterConfiguration', { apiServer: { extraArgs: [{ name: 'audit-log-maxage', value: '31' }] } }),
      'cp1',
      'ClusterConfiguration.apiServer.extraArgs.audit-log-maxage differs from what is in use',
      'Set it back',
    ],
    [
      'case 10: kubeadm-documents of what is only recorded',
      document('ClusterConfiguration', { featureGates: { A: false }, clusterName: 'demo' }),
      'cp1',
      'ClusterConfiguration.featureGates.A differs',
      'Set it back',
    ],
    [
      'case 10: kubeadm-documents of kube-proxy',
      {
        ...document('KubeProxyConfiguration', { mode: 'ipvs', conntrack: { maxPerCore: 0 } }),
        plane: {
          documents: [
            { from: 'cluster', kind: 'KubeProxyConfiguration', value: { mode: '', conntrack: { maxPerCore: 0 } } },
          ],
        },
      },
      'cp1',
      'KubeProxyConfiguration.mode differs from what is in use',
      'Set it back',
    ],
    [
      'case 10: kubeadm-documents of the node that joined',
      document('JoinConfiguration', { nodeRegistration: { kubeletExtraArgs: { 'node-labels': 'disk=hdd' } } }),
      'w1',
      'JoinConfiguration.nodeRegistration.kubeletExtraArgs.node-labels differs',
      'Set it back',
    ],
    [
      'case 10: kubeadm-documents of the node that was initialised',
      document('InitConfiguration', {
        nodeRegistration: { kubeletExtraArgs: [{ name: 'node-labels', value: 'disk=hdd' }] },
      }),
      'cp1',
      'InitConfiguration.nodeRegistration.kubeletExtraArgs.node-labels differs',
      'Set it back',
    ],
    [
      'cluster-files',
      { worker: { unread: ['/var/lib/kubelet/config.yaml'] } },
      'w1',
      'cannot read /var/lib/kubelet/config.yaml, so what is in use here is unknown',
      'Restore it',
    ],
  ])('by %s', (title, situation, hosts, message, remedy) => {
    const found = refusals(situation)
    expect(found.map(({ host }) => host).join(' ')).toBe(hosts)
    const [name = ''] = title.replace(/^case \d+: /, '').split(/[ ,]/)
    for (const one of found) {
      expect(one.names).toEqual([name])
      expect(one.remedy).toContain(remedy)
      expect(one.remedy.includes(`ignoreChecks: [${name}]`)).toBe(!(name in fixedChecks))
    }
    expect(found.at(-1)?.message).toContain(message)
    if (name in fixedChecks) return
    expect(refusals({ ...situation, cluster: { ...situation.cluster, ignoreChecks: [name] } })).toEqual([])
  })

  it('by all hosts at once, each with all that is wrong', () => {
    const found = refusals({ cluster: { version: '1.36.6', kubernetes: { dnsDomain: 'x' } } })
    expect(found.map(({ host, names }) => [host, names])).toEqual([
      ['cp1', ['kubernetes-version', 'dns-domain']],
      ['w1', ['kubernetes-version', 'dns-domain']],
    ])
  })
})

describe('a live cluster is not refused', () => {
  it.each<[why: string, situation: Situation]>([
    ['as nodeprep made it', {}],
    [
      'for subnets in another spelling or order',
      {
        ...kubernetes({ podSubnet: 'fd00:0::/56,10.244.0.0/16', serviceSubnet: '10.96.1.0/12' }),
        plane: { podSubnet: '10.244.0.0/16,fd00::/56' },
      },
    ],
    ['for a cluster without a podSubnet, whose network needs none', { plane: { podSubnet: '' } }],
    ['for a DNS domain with a final dot', kubernetes({ dnsDomain: 'cluster.local' })],
    ['for names that the certificate has', kubernetes({ certSANs: ['API.example', 'fd00::1'] })],
    [
      'for the endpoint in effect, with and without its port',
      {
        ...kubernetes({ controlPlaneEndpoint: 'api.example' }),
        plane: { endpoints: ['10.0.0.11:6443', 'api.example:6443'] },
      },
    ],
    ['for an admin.conf that is pointed at the host itself', { plane: { endpoints: ['127.0.0.1:6443'] } }],
    ['for a worker that is pointed at a proxy of its own', { worker: { endpoints: ['127.0.0.1:8443'] } }],
    [
      'for an API server with another port',
      {
        plane: {
          endpoints: ['10.0.0.11:443'],
          staticPods: {
            'kube-apiserver': {
              image: 'r/kube-apiserver:v1.36.5',
              flags: { 'advertise-address': ['10.0.0.11'], 'secure-port': ['443'] },
            },
          },
        },
      },
    ],
    ['while an authority is being replaced', { worker: { authorities: [B, 'a'.repeat(64)] } }],
    ['where nothing is known of the CA', { worker: { authorities: [] } }],
    ['while the kubeadm init of its control plane is cut off', { planeState: { state: 'none', cutOff: true } }],
    [
      'for versions that are not known',
      { plane: { kubelet: '', runtimes: {} }, worker: { kubelet: '', runtimes: {} } },
    ],
    ['for images by digest', image('@sha256:0123')],
    ['for images with a suffix', image(':v1.36.5-amd64@sha256:0123')],
    ['for a control plane whose admin.conf was taken away', { planeState: { state: 'worker' } }],
    [
      'for a runtime that is being changed',
      {
        plane: { runtimes: { 'cri-o': '1.35.1' } },
        planeState: { migrating: true },
        cluster: { ignoreChecks: ['runtime'] },
      },
    ],
    [
      'for a containerd whose version cluster.yaml leaves open',
      {
        cluster: { runtime: { kind: 'containerd', version: '' }, ignoreChecks: ['runtime'] },
      },
    ],
    [
      'for the settings in effect, as kubeadm writes them',
      document('KubeletConfiguration', {
        maxPods: 110,
        syncFrequency: '60s',
        tlsCipherSuites: ['A', 'B'],
        serverTLSBootstrap: false,
        kubeReserved: {},
        shutdownGracePeriod: '0s',
        imageGCHighThresholdPercent: null,
      }),
    ],
    [
      'for arguments that kubeadm adds to',
      document('ClusterConfiguration', {
        apiServer: { extraArgs: { 'authorization-mode': 'RBAC', 'audit-log-maxage': 30 } },
        networking: { podSubnet: '10.244.0.0/16' },
        kubernetesVersion: 'v1.36.5',
      }),
    ],
    [
      'for a control plane of which nobody knows how it joined',
      {
        ...document('JoinConfiguration', { nodeRegistration: { kubeletExtraArgs: { x: '1' } } }),
        plane: { documents: [] },
        worker: { kubeletFlags: { x: ['1'] } },
      },
    ],
    ['for a document of which nothing is known', document('KubeProxyConfiguration', { mode: 'ipvs' })],
    [
      'for what only a joining host would read',
      document('JoinConfiguration', {
        nodeRegistration: { taints: [], kubeletExtraArgs: { 'node-labels': 'disk=ssd' } },
      }),
    ],
  ])('%s', (_, situation) => {
    expect(refusals(situation)).toEqual([])
  })

  it('by a host that has not joined, whatever cluster.yaml says', () => {
    const cluster = { version: '1.36.6', kubernetes: { dnsDomain: 'x' } }
    expect(refusals({ cluster, planeState: { state: 'none' }, workerState: { state: 'none' } })).toEqual([])
  })
})

it('no check that keeps a live cluster from harm can be ignored', () => {
  for (const name of Object.keys(fixedChecks)) expect(checkNames).not.toContain(name)
})
