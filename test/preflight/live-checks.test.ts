import { describe, expect, it } from 'vitest'
import { checkNames } from '../../src/config/schema/check-names.ts'
import { fixedChecks } from '../../src/preflight/live/live-checks.ts'
import { controlPlane, hostOf, worker } from '../kubernetes/fixtures.ts'
import { document, refusals, type Situation } from './live-fixtures.ts'

const kubernetes = (more: object): Situation => ({ cluster: { kubernetes: more } })
const B = 'b'.repeat(64)
/** A registry with a port, and a tag or digest. */
const image = (tag: string): Situation => ({
  cluster: { mirror: { images: { kubernetes: 'r:5000' } } },
  plane: { staticPods: { 'kube-apiserver': { image: `r:5000/kube-apiserver${tag}`, flags: {} } } },
})

const manifest = (text: object): Situation => ({ cluster: { cni: { kind: 'manifest', manifest: text as never } } })
const calico = { plane: { networks: ['10-calico.conflist', '99-loopback.conf'], networkApplied: false } }
const containerd = (version: string, packages: object, name?: 'containerd'): Situation => {
  const state = { criSocket: '/run/containerd/containerd.sock' }
  const live = { runtimes: packages as Record<string, string> }
  return {
    cluster: { runtime: { kind: 'containerd', version, ...(name && { package: name }) } },
    ...{ plane: live, worker: live, planeState: state, workerState: state },
  }
}

const joinedBy = (address: string) => ({ kubeletFlags: { 'node-ip': [address] } })

describe('a live cluster is refused', () => {
  it.each<[name: string, situation: Situation, hosts: string, message: string, remedy: string]>([
    [
      'case 9: kubernetes-version',
      { cluster: { version: '1.36.6' } },
      'cp1 w1',
      'Kubernetes 1.36.5 is in use, but cluster.yaml specifies 1.36.6',
      'set kubernetes.version back to 1.36.5',
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
      'node-address',
      {
        hosts: [controlPlane, { ...hostOf('w1', 'worker', '10.0.0.21'), nodeIP: '10.9.0.21' }],
        worker: joinedBy('10.0.0.21'),
      },
      'w1',
      "the node's address is 10.0.0.21, but cluster.yaml specifies nodeIP 10.9.0.21; a node keeps the address that it joined with",
      'Set nodeIP to 10.0.0.21. To give it another address, drain and delete the node',
    ],
    [
      'node-address of a control plane, by what its API server advertises',
      { hosts: [{ ...controlPlane, nodeIP: '10.9.0.11' }, worker] },
      'cp1',
      "the node's address is 10.0.0.11, but cluster.yaml specifies nodeIP 10.9.0.11",
      'Set nodeIP to 10.0.0.11',
    ],
    [
      'node-address where kubelet chose it',
      { hosts: [controlPlane, { ...worker, nodeIP: '10.9.0.21' }] },
      'w1',
      "kubelet runs without --node-ip here, which makes the node's address 10.0.0.11",
      'Leave nodeIP out',
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
      'case 10: endpoint that was taken out',
      { plane: { endpoints: ['10.0.0.11:6443', 'api.example:6443'] } },
      'cp1',
      "the cluster's endpoint is api.example:6443, but cluster.yaml has no controlPlaneEndpoint",
      'controlPlaneEndpoint: api.example:6443',
    ],
    [
      'kubeadm-documents of what kubelet and runtime share',
      document('KubeletConfiguration', { cgroupDriver: 'cgroupfs', maxPods: 200 }),
      'cp1 w1',
      'KubeletConfiguration.cgroupDriver differs from what is in use; a live cluster keeps it',
      'Set it back',
    ],
    [
      'kubeadm-documents of what is only recorded',
      document('ClusterConfiguration', { clusterName: 'other', certificatesDir: '/x', featureGates: { A: true } }),
      'cp1',
      'ClusterConfiguration.clusterName, ClusterConfiguration.certificatesDir differ from what is in use',
      'Set it back',
    ],
    [
      'runtime-package',
      containerd('', { 'containerd.io': '1.7.24' }, 'containerd'),
      'cp1 w1',
      'containerd comes from package containerd.io here, but cluster.yaml specifies containerd; that would remove',
      'Set runtime.package to containerd.io.',
    ],
    [
      'runtime-package that cluster.yaml leaves open',
      containerd('', { 'containerd.io': '1.7.24' }),
      'cp1 w1',
      'cluster.yaml sets no runtime.package, which means containerd; that',
      'Set runtime.package to containerd.io.',
    ],
    [
      'cluster-name, on a control plane that joined',
      { cluster: { name: 'prod' }, plane: { documents: [] } },
      'cp1',
      "the cluster's name is demo, but cluster.yaml specifies prod",
      'metadata.name: demo',
    ],
    [
      'cluster-name, of an old kubeadm that kept it to itself',
      { cluster: { name: 'prod' }, plane: { staticPods: {} } },
      'cp1',
      "the cluster's name is demo",
      'metadata.name: demo',
    ],
    [
      'cluster-name that nodeprep gave, though it is the default of kubeadm',
      {
        cluster: { name: 'prod' },
        plane: {
          staticPods: {},
          documents: [{ from: 'record', kind: 'ClusterConfiguration', value: { clusterName: 'kubernetes' } }],
        },
      },
      'cp1',
      "the cluster's name is kubernetes",
      'metadata.name: kubernetes',
    ],
    [
      'cni that was taken out',
      { cluster: { cni: { kind: 'none' } } },
      'cp1',
      'nodeprep applied the network of this cluster (/etc/kubernetes/nodeprep/cni.yaml), but cluster.yaml specifies cni: none',
      'remove /etc/kubernetes/nodeprep/cni.yaml on this host',
    ],
    [
      'cni, another manifest',
      manifest({ path: '/etc/np/net.yaml', content: 'kind: DaemonSet # calico' }),
      'cp1',
      'is flannel (/etc/cni/net.d/10-flannel.conflist), but cluster.yaml specifies the manifest /etc/np/net.yaml',
      'Set it back in cluster.yaml. To change the network, remove flannel',
    ],
    [
      'cni, another manifest by URL',
      manifest({ url: 'https://example.com/Cilium.yaml' }),
      'cp1',
      'cluster.yaml specifies the manifest https://example.com/Cilium.yaml; apply would add it and not remove flannel',
      'remove flannel from the cluster',
    ],
    ['cni, flannel beside a network of the user’s', calico, 'cp1', 'but cluster.yaml specifies cni: flannel', 'calico'],
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

  it.each([
    ['10-canal.conflist', 'canal'],
    ['05-cilium.conflist', 'cilium'],
    ['10-weave.conflist', 'weave'],
    ['10-antrea.conflist', 'antrea'],
    ['10-kuberouter.conflist', 'kube-router'],
    ['01-kube-ovn.conflist', 'kube-ovn'],
  ])('by cni, told the network by its file %s', (file, name) => {
    const [found] = refusals({ plane: { networks: [file] } })
    expect(found?.message).toContain(`the network of this cluster is ${name} (/etc/cni/net.d/${file})`)
    expect(refusals({ plane: { networks: [file] }, ...manifest({ path: 'x', content: `# ${name}` }) })).toEqual([])
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
    ['for another endpoint, which rolls', kubernetes({ controlPlaneEndpoint: 'api.example:6443' })],
    ['for an admin.conf that is pointed at the host itself', { plane: { endpoints: ['127.0.0.1:6443'] } }],
    ['for a worker that is pointed at a proxy of its own', { worker: { endpoints: ['127.0.0.1:8443'] } }],
    [
      'for an API server with another port',
      {
        plane: {
          endpoints: ['10.0.0.11:443'],
          staticPods: {
            'kube-apiserver': {
              image: 'registry.k8s.io/kube-apiserver:v1.36.5',
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
    [
      'for a version of containerd whose package is the one of cluster.yaml, or is not known',
      { ...containerd('1.7', { containerd: '1.7.24' }), worker: { runtimes: {} } },
    ],
    [
      'for the package of a runtime that is being changed',
      {
        ...containerd('', { 'containerd.io': '1.7.24' }),
        planeState: { migrating: true, criSocket: '/run/containerd/containerd.sock' },
        workerState: { state: 'none' },
        cluster: { runtime: { kind: 'containerd', version: '' }, ignoreChecks: ['runtime'] },
      },
    ],
    [
      'for a name of its own where kubeadm was given none',
      {
        cluster: { name: 'prod' },
        plane: {
          documents: [],
          staticPods: { 'kube-controller-manager': { image: '', flags: { 'cluster-name': ['kubernetes'] } } },
        },
      },
    ],
    [
      'for a name that a document decides',
      {
        cluster: { ...document('ClusterConfiguration', { clusterName: 'demo' }).cluster, name: 'prod' },
      },
    ],
    [
      'for the default registry of another version',
      {
        plane: {
          staticPods: { 'kube-apiserver': { image: 'k8s.gcr.io/kube-apiserver:v1.36.5', flags: {} } },
        },
      },
    ],
    [
      'for another preset that keeps the registry in use',
      { cluster: { mirror: { preset: 'tuna', images: { kubernetes: 'registry.k8s.io' } } } },
    ],
    [
      'for an image repository that a document decides',
      {
        ...document('ClusterConfiguration', { imageRepository: 'r.example/k8s' }),
        plane: {
          staticPods: { 'kube-apiserver': { image: 'r.example/k8s/kube-apiserver:v1.36.5', flags: {} } },
          documents: [{ from: 'cluster', kind: 'ClusterConfiguration', value: { imageRepository: 'r.example/k8s' } }],
        },
      },
    ],
    ['for an image of another name', image('-amd64:v1.36.5')],
    ['for cni: none with a network of the user’s', { ...calico, cluster: { cni: { kind: 'none' } } }],
    ['for the manifest of the network in use', manifest({ path: 'x', content: 'kind: X # Kube-Flannel' })],
    ['for a manifest by a URL that tells nothing', manifest({ url: 'https://example.com/net.yaml' })],
    ['for a network that nodeprep does not know', { plane: { networks: ['10-lab.conflist'] } }],
    ['for a second network beside the one in use', { plane: { networks: ['00-multus.conf', '10-flannel.conflist'] } }],
    ['for leftovers of another network', { plane: { networks: ['10-calico.conflist', '10-flannel.conflist'] } }],
    ['while its network has not come up', { plane: { networks: [] } }],
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
