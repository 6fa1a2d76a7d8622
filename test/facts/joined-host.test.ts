import { describe, expect, it } from 'vitest'
import { factsSchema } from '../../src/facts/facts-schema.ts'
import { shownFacts } from '../../src/facts/shown-facts.ts'
import { noLiveFacts } from '../../src/facts/live/live.ts'
import { fingerprint, certificatesOf } from '../../src/facts/live/certificates.ts'
import { bootstrap } from '../../src/program/bootstrap.ts'
import { parseFacts } from '../../src/facts/parse-facts.ts'
import { runInCopy, shells, type Shell } from '../steps/copy/copy.ts'
import { authority, controlPlaneFiles, dpkg, writeFiles } from './joined.ts'

const TOML = '/etc/containerd/config.toml'
const clear = `rm -rf /var/lib/kubelet /etc/kubernetes /var/lib/nodeprep/* /var/lib/dpkg/info/kubelet.list
mkdir -p /var/lib/kubelet/pki /etc/kubernetes`
const packages = (text: string) => `cat >/var/lib/dpkg/status <<'END'\n${text}END\n: >/var/lib/dpkg/info/kubelet.list`
const { '/etc/kubernetes/admin.conf': _, ...rest } = controlPlaneFiles
const debian = packages(
  dpkg([
    ['kubelet', '1.20.2-00'],
    ['cri-o', '1.20.9~2'],
    ['containerd', '1.6.20~ds1-1', 'deinstall ok config-files'],
    ['containerd.io', '1.7.24-1'],
  ]),
)

/** The facts that a host says in each of the states that the shell text makes, and all it printed. */
async function said(
  shell: Shell,
  states: Readonly<Record<string, string>>,
  doubles: Record<string, string> = {},
  asks = '',
  environment = ':',
) {
  const scripts = Object.entries(states).flatMap(([name, text]) => [
    { name: `${name}, made`, text: `${clear}\n${text}` },
    { name, text: `${environment}\nT=tag\nA='${asks}'\nR=${TOML}\n${bootstrap()}` },
  ])
  const results = await runInCopy({ shell, doubles }, scripts)
  return new Map(
    Object.keys(states).map((name) => {
      const { output = '', changed = '' } = results.get(name) ?? {}
      const [, nonce = ''] = /^\x1etag open (\S+)$/m.exec(output) ?? []
      const events = [...output.matchAll(new RegExp(`^\x1e${nonce} fact (\\S+) ?(.*)$`, 'gm'))]
      const facts = parseFacts(new Map(events.map(([, key = '', value = '']) => [key, value])), 0, 0, [TOML])
      const sent = events.find(([, key]) => key === 'live')?.[2] ?? ''
      return [name, { facts, changed, sent: Buffer.from(sent, 'base64').toString('utf8') }]
    }),
  )
}

describe.each(shells)('in %s', (shell) => {
  it('a host that has joined says what is in effect there, and no key or token', async () => {
    const all = await said(shell, { joined: `${writeFiles(controlPlaneFiles)}\n${debian}` })
    const { facts, sent, changed } = all.get('joined') ?? {}
    expect(facts?.kubernetes).toMatchObject({ state: 'control-plane', cutOff: false })
    expect(facts?.live).toMatchObject({
      nodeName: 'cp1',
      authorities: certificatesOf(authority.cert).map(fingerprint),
      endpoints: ['10.0.0.11:6443', 'api.example:6443'],
      kubelet: '1.20.2',
      runtimes: { 'cri-o': '1.20.9', 'containerd.io': '1.7.24' },
      podSubnet: '10.244.0.0/16',
      serviceSubnet: '10.96.0.0/12',
      dnsDomain: 'cluster.local',
      certificateNames: ['cp1', 'kubernetes.default', '10.96.0.1', 'FD00:0:0:0:0:0:0:1'],
      kubeletConfig: { kind: 'KubeletConfiguration', clusterDomain: 'cluster.local', maxPods: 110 },
      kubeletFlags: { 'node-labels': ['disk=ssd'], v: ['2'] },
      unread: [],
    })
    expect(facts?.live.staticPods['kube-apiserver']).toEqual({
      image: 'k8s.gcr.io/kube-apiserver:v1.20.2',
      flags: {
        'advertise-address': ['10.0.0.11'],
        'service-cluster-ip-range': ['10.96.0.0/12'],
        'audit-policy-file': ['/etc/a: b'],
      },
    })
    expect(sent).not.toMatch(/PRIVATE KEY|key-data|client-certificate-data|s3cret-token/)
    expect(JSON.stringify(facts)).not.toContain('s3cret')
    expect(changed).toBe('')
    expect(factsSchema.parse(facts && shownFacts(facts))).toEqual(facts && shownFacts(facts))
  })

  it('a host that has joined tells the networks that are configured there, in the order that counts', async () => {
    const made = (names: string) =>
      `${writeFiles(rest)}\nrm -rf /etc/cni/net.d; mkdir -p /etc/cni/net.d; cd /etc/cni/net.d\n${names}`
    const all = await said(shell, {
      none: made(':'),
      some: made(": >99-x.json; : >'10-a b.conflist'; : >05-c.conf; : >01-d.conf.disabled; mkdir 02-e.d"),
      applied: made('mkdir -p /etc/kubernetes/nodeprep; : >/etc/kubernetes/nodeprep/cni.yaml; : >10-x.conf'),
    })
    const seen = [...all.values()].map(({ facts: { live } }) => [live.networks, live.networkApplied])
    expect(seen).toEqual([
      [[], false],
      [['05-c.conf', '10-a b.conflist', '99-x.json'], false],
      [['10-x.conf'], true],
    ])
  })

  it('a host that has not joined, or whose kubeadm was cut off, says nothing of a cluster', async () => {
    const all = await said(shell, {
      bare: ':',
      'cut off': `${writeFiles(controlPlaneFiles)}\nmkdir -p /var/lib/nodeprep; : >/var/lib/nodeprep/kubeadm-init.started`,
    })
    expect([...all.values()].map(({ facts }) => [facts.kubernetes.state, facts.kubernetes.cutOff, facts.live])).toEqual(
      [
        ['none', false, noLiveFacts],
        ['none', true, noLiveFacts],
      ],
    )
  })

  it('a host tells whether nodes were ever given labels, annotations or taints from there', async () => {
    const mark = 'mkdir -p /var/lib/nodeprep; : >/var/lib/nodeprep/node-settings'
    const all = await said(shell, { never: ':', once: mark, joined: `${writeFiles(rest)}\n${mark}` })
    expect([...all.values()].map(({ facts }) => facts.kubernetes.nodeSettings)).toEqual([false, true, true])
  })

  it('versions are those of rpm where there is no dpkg, else what kubelet says of itself', async () => {
    const rpm = `#!/bin/sh
case $0$* in *kubelet*) echo 'kubelet 1.20.2'; echo 'cri-o 1.20.9'; echo 'package containerd is not installed' ;; esac; exit 1`
    const none = '#!/bin/sh\necho package kubelet is not installed; exit 4'
    const kubelet = '#!/bin/sh\necho Kubernetes v1.36.2'
    const state = { joined: writeFiles(rest) }
    const byRpm = (await said(shell, state, { rpm, kubelet })).get('joined')
    const byItself = (await said(shell, state, { rpm: none, kubelet })).get('joined')
    expect(byRpm?.facts.kubernetes.state).toBe('worker')
    expect(byRpm?.facts.live).toMatchObject({ kubelet: '1.20.2', runtimes: { 'cri-o': '1.20.9' } })
    expect(byItself?.facts.live).toMatchObject({ kubelet: '1.36.2', runtimes: {} })
  })

  it('a control plane reads the ConfigMaps that it is asked for, and lives without those it cannot get', async () => {
    const kubectl = `#!/bin/sh
case "$*" in *configmaps/kube-proxy) echo '{"data":{"config.conf":"{ kind: KubeProxyConfiguration, mode: ipvs }"}}' ;; *) exit 1 ;; esac`
    const states = { plane: writeFiles(controlPlaneFiles), worker: writeFiles(rest) }
    const all = await said(shell, states, { kubectl }, 'kube-proxy kubeadm-config')
    const ofCluster = [...all.values()].map(({ facts }) =>
      facts.live.documents.filter(({ from }) => from === 'cluster'),
    )
    const kind = 'KubeProxyConfiguration'
    expect(ofCluster).toEqual([[{ from: 'cluster', kind, value: { kind, mode: 'ipvs' } }], []])
  })

  it('files that are cut off, huge or make no sense are named, and the rest is known', async () => {
    const path = '/var/lib/kubelet/config.yaml'
    const all = await said(shell, {
      odd: `${writeFiles(rest)}\n${debian}\nprintf 'a: [\\000\\377' >${path}; echo x >/etc/kubernetes/pki/apiserver.crt`,
      huge: `${writeFiles(rest)}\n${debian}\nhead -c 900000 /dev/zero | tr '\\0' '#' >${path}`,
    })
    expect(all.get('odd')?.facts.live).toMatchObject({
      unread: ['/var/lib/kubelet/config.yaml', '/etc/kubernetes/pki/apiserver.crt'],
      kubelet: '1.20.2',
      podSubnet: '10.244.0.0/16',
    })
    expect(all.get('huge')?.facts.live).toMatchObject({ kubelet: '1.20.2', podSubnet: '10.244.0.0/16' })
  })

  it('a long file takes nothing from what is read after it, whatever the environment names', async () => {
    const long = `mkdir -p /etc/containerd; { echo version = 2; head -c 250000 /dev/zero | tr '\\0' '#'; } >${TOML}`
    const states = { joined: `${writeFiles(controlPlaneFiles)}\n${debian}\n${long}` }
    const all = await said(shell, states, {}, '', 'export F=1 I=1 L=1 P=1 k=1 m=1 x=1')
    const { facts } = all.get('joined') ?? {}
    expect(facts?.files[TOML]).toHaveLength(250_012)
    expect(facts?.live).toMatchObject({ nodeName: 'cp1', kubelet: '1.20.2', runtimes: { 'cri-o': '1.20.9' } })
  })
})
