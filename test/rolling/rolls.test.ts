import { describe, expect, it } from 'vitest'
import { rolls } from '../../src/rolling/rolls.ts'
import { controlPlane, hostOf, worker } from '../kubernetes/fixtures.ts'
import { document, planeLive, running, type Situation } from '../preflight/live-fixtures.ts'

const rollsOf = (situation: Situation, limit?: readonly string[]) => {
  const { cluster, hosts } = running(situation)
  return rolls(cluster, hosts, limit)
}

/** HOST PART: LINES, of everything that changes. */
function changed(situation: Situation, limit?: readonly string[]): readonly string[] {
  return [...rollsOf(situation, limit)].flatMap(([host, { pods, certificate, kubelet, endpoint, copies }]) => {
    const parts: readonly (readonly [string, string])[] = [
      ['certificate', certificate.changes],
      ...pods.map(({ name, changes }) => [name, changes] as const),
      ['kubelet', kubelet.changes],
      ['endpoint', endpoint.changes],
      ['its cluster', copies.cluster],
      ['its kubelets', copies.kubelet],
      ['its kube-proxy', copies.proxy],
      ['its images', copies.images],
      ['its endpoint', copies.endpoint],
    ]
    return parts.flatMap(([part, text]) => (text === '' ? [] : [`${host} ${part}: ${text.replaceAll('\n', ' ')}`]))
  })
}

const recorded = (...documents: readonly { kind: string; value: object }[]): Situation => ({
  plane: {
    documents: [
      ...planeLive.documents,
      ...documents.map(({ kind, value }) => ({
        from: 'record' as const,
        kind,
        value: value as Readonly<Record<string, string>>,
      })),
    ],
  },
})
const record = (value: object): Situation => ({
  plane: {
    documents: [
      { from: 'record', kind: 'InitConfiguration', value: {} },
      { from: 'record', kind: 'ClusterConfiguration', value: value as Readonly<Record<string, string>> },
    ],
  },
})
const image = (repository: string, name = 'kube-apiserver') => ({
  plane: { staticPods: { [name]: { image: `${repository}/${name}:v1.36.5`, flags: {} } } },
})
const own = (value: object, more: Situation = {}): Situation => ({
  ...more,
  hosts: [controlPlane, { ...worker, kubelet: value as Readonly<Record<string, unknown>> }],
})

const named = (controlPlaneEndpoint: string): Situation => ({ cluster: { kubernetes: { controlPlaneEndpoint } } })
const DIFFERS = '- controlPlaneEndpoint: 10.0.0.11:6443 + controlPlaneEndpoint: api.example:6443'
const GIVEN = '+ ClusterConfiguration.controlPlaneEndpoint: api.example'

describe('nodes that run', () => {
  it.each<[what: string, situation: Situation, changes: readonly string[]]>([
    ['nothing differs', {}, []],
    ['the registry in use has its other name', image('k8s.gcr.io'), []],
    [
      'an image has another name',
      { plane: { staticPods: { 'kube-apiserver': { image: 'r.example/kube-apiserver-amd64:v1.36.5', flags: {} } } } },
      [],
    ],
    [
      'names are missing in the certificate',
      { cluster: { kubernetes: { certSANs: ['API.example', 'new.example', 'fd00::1'] } } },
      [
        'cp1 certificate: + ClusterConfiguration.apiServer.certSANs: new.example',
        'cp1 its cluster: + ClusterConfiguration.apiServer.certSANs: API.example + ClusterConfiguration.apiServer.certSANs: new.example + ClusterConfiguration.apiServer.certSANs: fd00::1',
      ],
    ],
    [
      'a name was taken out',
      record({ apiServer: { certSANs: ['api.example', 'cp1'] } }),
      [
        'cp1 certificate: - ClusterConfiguration.apiServer.certSANs: api.example',
        'cp1 its cluster: - ClusterConfiguration.apiServer.certSANs: api.example - ClusterConfiguration.apiServer.certSANs: cp1',
      ],
    ],
    [
      'an argument is another, before v1beta4',
      document('ClusterConfiguration', { apiServer: { extraArgs: { 'audit-log-maxage': '31' } } }),
      [
        'cp1 kube-apiserver: - ClusterConfiguration.apiServer.extraArgs.audit-log-maxage: 30 + ClusterConfiguration.apiServer.extraArgs.audit-log-maxage: 31',
        'cp1 its cluster: + ClusterConfiguration.apiServer.extraArgs.audit-log-maxage: ["31"]',
      ],
    ],
    [
      'an argument is new, from v1beta4 on, and its name tells that it may be a secret',
      document('ClusterConfiguration', { controllerManager: { extraArgs: [{ name: 'x-token', value: 's3cret' }] } }),
      [
        'cp1 kube-controller-manager: + ClusterConfiguration.controllerManager.extraArgs.x-token: (not shown)',
        'cp1 its cluster: + ClusterConfiguration.controllerManager.extraArgs.x-token: (not shown)',
      ],
    ],
    [
      'an argument was taken out that is in effect, and one that is not',
      record({ apiServer: { extraArgs: { 'audit-log-maxage': '30', other: '1' } } }),
      [
        'cp1 kube-apiserver: - ClusterConfiguration.apiServer.extraArgs.audit-log-maxage: 30',
        'cp1 its cluster: - ClusterConfiguration.apiServer.extraArgs.audit-log-maxage: ["30"] - ClusterConfiguration.apiServer.extraArgs.other: ["1"]',
      ],
    ],
    [
      'volumes differ, which no argument tells',
      document('ClusterConfiguration', { apiServer: { extraVolumes: [{ name: 'a' }] } }),
      [
        'cp1 kube-apiserver: + ClusterConfiguration.apiServer.extraVolumes: [{"name":"a"}]',
        'cp1 its cluster: + ClusterConfiguration.apiServer.extraVolumes: [{"name":"a"}]',
      ],
    ],
    [
      'a setting of the whole cluster is in none of its pods',
      document('ClusterConfiguration', { featureGates: { A: false }, certificatesDir: '/x' }),
      [],
    ],
    [
      'images come from elsewhere',
      { cluster: { mirror: { images: { kubernetes: 'r:5000' } } } },
      ['etcd', 'kube-apiserver', 'kube-controller-manager', 'its cluster', 'its images'].map((part) =>
        part.startsWith('its')
          ? `cp1 ${part}: + ClusterConfiguration.imageRepository: r:5000`
          : `cp1 ${part}: - ClusterConfiguration.imageRepository: registry.k8s.io + ClusterConfiguration.imageRepository: r:5000`,
      ),
    ],
    [
      'the cluster gains an endpoint, whose name the certificate has',
      named('api.example'),
      [
        `cp1 endpoint: ${DIFFERS}`,
        `cp1 its cluster: ${GIVEN}`,
        `cp1 its endpoint: ${GIVEN}`,
        `w1 endpoint: ${DIFFERS}`,
      ],
    ],
    [
      'the endpoint has a name that the certificate has not',
      {
        ...named('new.example'),
        worker: { endpoints: ['new.example:6443'] },
        plane: { endpoints: ['10.0.0.11:6443', 'new.example:6443'], documents: [] },
      },
      [
        'cp1 certificate: + ClusterConfiguration.apiServer.certSANs: new.example',
        'cp1 its cluster: + ClusterConfiguration.apiServer.certSANs: new.example',
      ],
    ],
    [
      'nothing is on record of a cluster that gains an endpoint',
      { ...named('api.example'), plane: { documents: [] } },
      ['cp1 endpoint', 'cp1 its cluster', 'cp1 its endpoint', 'w1 endpoint'].map((part) => `${part}: ${DIFFERS}`),
    ],
    [
      'another hand has led a worker elsewhere',
      {
        ...named('api.example'),
        plane: {
          endpoints: ['10.0.0.11:6443', 'API.example:6443'],
          documents: [{ from: 'record', kind: 'ClusterConfiguration', value: { controlPlaneEndpoint: 'api.example' } }],
        },
      },
      [`w1 endpoint: ${DIFFERS}`],
    ],
    [
      'kubeconfigs lead to proxies on their hosts',
      {
        ...named('api.example'),
        plane: {
          endpoints: ['127.0.0.1:6443'],
          documents: [{ from: 'record', kind: 'ClusterConfiguration', value: { controlPlaneEndpoint: 'api.example' } }],
        },
        worker: { endpoints: ['localhost:6443'] },
      },
      [],
    ],
    ['an endpoint was taken out, which is refused', record({ controlPlaneEndpoint: 'api.example' }), []],
    [
      'kubelet settings are others',
      document('KubeletConfiguration', { maxPods: 200, syncFrequency: '60s', cgroupDriver: 'systemd' }),
      [
        'cp1 kubelet: - KubeletConfiguration.maxPods: 110 + KubeletConfiguration.maxPods: 200',
        'cp1 its kubelets: + KubeletConfiguration.maxPods: 200 + KubeletConfiguration.syncFrequency: 60s',
        'w1 kubelet: - KubeletConfiguration.maxPods: 110 + KubeletConfiguration.maxPods: 200',
      ],
    ],
    [
      "somebody has changed the cluster's own copies alone",
      {
        cluster: {
          ...document('KubeletConfiguration', { maxPods: 110 }).cluster,
          mirror: { images: { kubernetes: 'registry.k8s.io' } },
        },
        plane: {
          documents: [
            { from: 'record', kind: 'ClusterConfiguration', value: { imageRepository: 'registry.k8s.io' } },
            { from: 'record', kind: 'KubeletConfiguration', value: { maxPods: 110 } },
            { from: 'cluster', kind: 'ClusterConfiguration', value: { imageRepository: 'theirs.example' } },
            { from: 'cluster', kind: 'KubeletConfiguration', value: { maxPods: 77 } },
          ],
        },
      },
      [
        'cp1 its cluster: - ClusterConfiguration.imageRepository: theirs.example + ClusterConfiguration.imageRepository: registry.k8s.io',
        'cp1 its kubelets: - KubeletConfiguration.maxPods: 77 + KubeletConfiguration.maxPods: 110',
      ],
    ],
    [
      'kubelet settings were taken out',
      recorded({ kind: 'KubeletConfiguration', value: { maxPods: 110 } }),
      [
        'cp1 kubelet: - KubeletConfiguration.maxPods: 110',
        'cp1 its kubelets: - KubeletConfiguration.maxPods: 110',
        'w1 kubelet: - KubeletConfiguration.maxPods: 110',
      ],
    ],
    [
      'a host has kubelet settings of its own',
      own({ maxPods: 60 }),
      ['w1 kubelet: - KubeletConfiguration.maxPods: 110 + KubeletConfiguration.maxPods: 60'],
    ],
    [
      'it no longer has them',
      {
        worker: { documents: [{ from: 'host', kind: 'KubeletConfiguration', value: { maxPods: 110 } }] },
      },
      ['w1 kubelet: - KubeletConfiguration.maxPods: 110'],
    ],
    [
      'kubelet is started with other arguments',
      document('JoinConfiguration', { nodeRegistration: { kubeletExtraArgs: { 'node-labels': 'disk=hdd' } } }),
      [
        'w1 kubelet: - JoinConfiguration.nodeRegistration.kubeletExtraArgs.node-labels: disk=ssd + JoinConfiguration.nodeRegistration.kubeletExtraArgs.node-labels: disk=hdd',
      ],
    ],
    [
      'kube-proxy has other settings',
      {
        ...document('KubeProxyConfiguration', { mode: 'ipvs' }),
        plane: { documents: [{ from: 'cluster', kind: 'KubeProxyConfiguration', value: { mode: '' } }] },
      },
      ['cp1 its kube-proxy: - KubeProxyConfiguration.mode:  + KubeProxyConfiguration.mode: ipvs'],
    ],
    [
      'a run was cut off',
      { plane: { unproven: ['kube-apiserver'] }, worker: { unproven: ['kubelet-env'] } },
      [
        'cp1 kube-apiserver: + a change that was cut off comes to its end',
        'w1 kubelet: + a change that was cut off comes to its end',
      ],
    ],
    [
      'they have not joined',
      { ...own({ maxPods: 60 }), planeState: { state: 'none' }, workerState: { state: 'none' } },
      [],
    ],
  ])('change where %s', (_, situation, changes) => {
    expect(changed(situation)).toEqual(changes)
  })

  it('have their turns one after the other, control planes first, and the cluster follows the first of them', () => {
    const found = rollsOf(document('KubeletConfiguration', { maxPods: 200 }))
    expect([...found].map(([host, { turn, after, others }]) => [host, turn, after, others])).toEqual([
      ['cp1', true, '', 'rolled-w1'],
      ['w1', true, 'rolled-cp1', ''],
    ])
    expect(found.get('cp1')?.copies).toMatchObject({ kubeletPatch: '{"maxPods":200}', kubeletAfter: '', record: true })
    expect(found.get('w1')?.kubelet.patch).toBe('{"maxPods":200}')
  })

  it('get to the endpoint after all certificates, one after the other, and the cluster follows at the end', () => {
    const second = hostOf('cp2', 'control-plane', '10.0.0.12')
    const { cluster } = running({ hosts: [controlPlane, second, worker], ...named('new.example:443') })
    const [cp1, w1] = running({}).hosts
    if (!cp1 || !w1) throw new Error('the cluster that runs has two hosts')
    const placed = [...rolls(cluster, [cp1, { ...cp1, host: second }, w1], undefined)]
    expect(placed.map(([host, { turn, after, endpoint }]) => [host, turn, after, endpoint.after])).toEqual([
      ['cp1', true, '', 'rolled-cp2'],
      ['cp2', true, 'rolled-cp1', 'rolled-cp1 moved-cp1'],
      ['w1', false, '', 'rolled-cp1 rolled-cp2 moved-cp2'],
    ])
    expect(placed[0]?.[1]).toMatchObject({
      others: 'rolled-cp2 moved-cp2 moved-w1',
      certificate: { names: 'new.example' },
      endpoint: { server: 'new.example:443', own: '10.0.0.11:6443' },
      kubeadm: { merge: '{"controlPlaneEndpoint":"new.example:443"}', lists: '' },
    })
  })

  it('keep the former name in the certificates: nodes use it until they are led away', () => {
    const endpoints = ['api.example:6443']
    const situation = {
      ...named('new.example'),
      plane: { endpoints: ['10.0.0.11:6443', ...endpoints] },
      worker: { endpoints },
    }
    expect(rollsOf(situation).get('cp1')).toMatchObject({
      certificate: { names: 'new.example api.example', gone: '' },
      kubeadm: { lists: 'apiServer.certSANs\t"api.example"\t"api.example"' },
    })
  })

  it.each([
    ['a worker says', { worker: { endpoints: ['evil.example:6443'] } }],
    ['is no name', { plane: { endpoints: ['10.0.0.11:6443', 'a"b:6443'] } }],
  ])('get no certificate for what %s', (_, situation) => {
    expect(rollsOf({ ...named('new.example'), ...situation }).get('cp1')).toMatchObject({
      certificate: { names: 'new.example' },
      kubeadm: { lists: '' },
    })
  })

  it('come to the end of a change of the endpoint that was cut off', () => {
    const found = rollsOf({
      ...named('10.0.0.11'),
      ...record({ controlPlaneEndpoint: '10.0.0.11' }),
      worker: { unproven: ['kubelet-conf'] },
    })
    expect([...found].map(([host, { endpoint }]) => [host, endpoint.changes])).toEqual([
      ['w1', '+ a change that was cut off comes to its end'],
    ])
  })

  it('change alone with a limit, and then the record stays as it was', () => {
    const situation = document('KubeletConfiguration', { maxPods: 200 })
    expect(changed(situation, ['w1'])).toEqual([
      'w1 kubelet: - KubeletConfiguration.maxPods: 110 + KubeletConfiguration.maxPods: 200',
    ])
    expect(rollsOf(situation, ['cp1']).get('cp1')?.copies.record).toBe(false)
  })

  it('get back what kubeadm sets where a document no longer says anything else', () => {
    const value = { clusterDNS: ['169.254.20.10'], maxPods: 110, rotateCertificates: false }
    const kubeletConfig = { ...planeLive.kubeletConfig, ...value }
    const found = rollsOf({ plane: { ...recorded({ kind: 'KubeletConfiguration', value }).plane, kubeletConfig } })
    expect(JSON.parse(found.get('cp1')?.kubelet.patch ?? '')).toEqual({
      clusterDNS: ['10.96.0.10'],
      maxPods: null,
      rotateCertificates: true,
    })
  })

  it('are patched by maps of arguments or by lists of them, as their kubeadm has them', () => {
    const args = (extraArgs: unknown) => ({
      ...document('ClusterConfiguration', { apiServer: { extraArgs } }).cluster,
      kubernetes: { certSANs: ['b'] },
    })
    const before = { ...record({ apiServer: { extraArgs: { gone: '1' }, certSANs: ['a'] } }) }
    const kubeadmOf = (cluster: Situation['cluster']) => rollsOf({ ...before, cluster }).get('cp1')?.kubeadm
    expect(kubeadmOf({ ...args({ v: '2' }), version: '1.20.2' })).toEqual({
      ...{ address: '10.0.0.11', port: '6443', patches: '' },
      merge: '{"apiServer":{"extraArgs":{"gone":null,"v":"2"}}}',
      lists: 'apiServer.certSANs\t"b","a"\t"b"',
    })
    expect(kubeadmOf(args([{ name: 'v', value: '2' }]))).toMatchObject({
      merge: '{}',
      lists: 'apiServer.extraArgs\t"v","gone"\t{"name":"v","value":"2"}\napiServer.certSANs\t"b","a"\t"b"',
    })
  })

  it('that join get what is their own right after that', () => {
    const found = rollsOf({ ...own({ maxPods: 60 }), workerState: { state: 'none' } })
    expect([...found].map(([host, { turn, joins }]) => [host, turn, joins])).toEqual([['w1', false, '{"maxPods":60}']])
  })

  it('wait for every node before them, whoever asks the API server', () => {
    const hosts = [controlPlane, hostOf('cp2', 'control-plane', '10.0.0.12')]
    const { cluster, hosts: found } = running({
      hosts,
      workerState: { state: 'control-plane' },
      ...document('KubeletConfiguration', { maxPods: 9 }),
    })
    expect([...rolls(cluster, found.toReversed(), undefined)].map(([host, { after }]) => [host, after])).toEqual([
      ['cp1', ''],
      ['cp2', 'rolled-cp1'],
    ])
  })
})
