import { describe, expect, it, test } from 'vitest'
import { parseCluster } from '../../src/config/load.ts'
import { clusterSchema } from '../../src/config/schema/cluster.ts'
import { hostileValues } from '../fuzz/hostile.ts'
import { textPlaces, withValue } from '../fuzz/places.ts'
import { clusterOf, type System } from '../kubernetes/fixtures.ts'
import { contentOf, expectParsedBack, repositoriesOf, stepsOf } from './parsed-back.ts'
import { mirrorOf, registryOf } from '../registries/registry-fixtures.ts'

const surroundings = { home: '/home/me', readManifest: () => '' }
const PAUSE = 'registry.k8s.io/pause:3.10.2'
const base = {
  apiVersion: 'nodeprep.dev/v1alpha1',
  kind: 'Cluster',
  metadata: { name: 'demo' },
  spec: {
    kubernetes: { version: '1.36.2' },
    mirror: {},
    cni: 'none',
    hosts: [{ name: 'cp1', address: '192.0.2.1', role: 'control-plane' }],
  },
}
/** As far from a plain word as each grammar allows, and what YAML or TOML would take for another kind of value. */
const accepted = [
  ...hostileValues,
  ...['on', 'off', 'y', '1', '0x10', '0o17', '1e3', '.inf', '12:30:45', '2001-01-01', '1_000', '-0', '=', '0.0.0.0'],
  ...['A-b.example:5000/x_y.z-1/--', 'null:1/no', '1.2.3.4:5', '[fd00::1]:6443', '*.example.com', 'fd00::1'],
  ...['null/true:no', '0/1:-', 'A--b:5000/._-/-:_.-', `0/0@sha256:${'0'.repeat(64)}`, '::/0', '0.0.0.0/0'],
]
const places = textPlaces(clusterSchema).filter(
  (place) =>
    !place.includes('KEY') && /kubernetes|metadata|images|insecure/.test(place.join('.')) && place[1] !== 'hosts',
)

test.each(places.map((place) => [place.join('.'), place] as const))(
  '%s comes back from the files of kubeadm and CRI-O as it was accepted',
  (_name, place) => {
    const results = accepted.map((value) =>
      parseCluster(JSON.stringify(withValue(base, place, value)), 'cluster.yaml', surroundings),
    )
    for (const result of results)
      if ('cluster' in result && result.cluster.kubernetes.minor === '1.36')
        expectParsedBack(result.cluster, result.cluster.mirror.images.pause ?? pauseOf(result.cluster.mirror.images))
  },
  60_000,
)
const pauseOf = ({ kubernetes }: { readonly kubernetes?: string }) =>
  kubernetes === undefined ? PAUSE : PAUSE.replace('registry.k8s.io', kubernetes)

describe('what no cluster.yaml could say', () => {
  // A reader of YAML 1.2 refuses other control characters even in quotes.
  const values = hostileValues.filter((value) => !/[^\P{C}\n\r\t]/u.test(value))

  it.each(values)('is data in the files all the same: %j', (value) => {
    const kubernetes = { dnsDomain: value, certSANs: [value], ignorePreflightErrors: [value, value] }
    // The pause image is in a step's title, too, which is one line.
    const pause = /\p{Cc}/u.test(value) ? 'p' : value
    const registries = [registryOf(value, { insecure: true, mirrors: [mirrorOf(`https://${value}`)] })]
    expectParsedBack(clusterOf({ name: value, kubernetes, registries, mirror: { images: { pause } } }), pause)
  })
})

const url = 'https://m.example:8/$(touch);&a=b!*~%20%n(x)/,?@+'
const packages = {
  kubernetes: { url, key: `${url}key`, suite: '-x~+:/._', components: ['-c', '~', '+'] },
}

describe.each(['debian-12', 'centos-stream-9'] as const)('a repository on %s', (system: System) => {
  it.each([true, false])('is what was said and nothing more, with signatures: %s', (gpgCheck) => {
    const cluster = clusterOf({ mirror: { packages: { kubernetes: { ...packages.kubernetes, gpgCheck } } } })
    const { step, lines } = repositoriesOf(cluster, system).find(({ step: { name } }) => name === 'kubernetes') ?? {}
    expect(step).toMatchObject({ ...packages.kubernetes, gpgCheck, ...(!gpgCheck && { key: '' }) })
    const signed = gpgCheck ? 'signed-by=/etc/apt/keyrings/nodeprep-kubernetes.asc' : 'trusted=yes'
    if (system === 'debian-12') expect(lines).toEqual([`deb [arch=amd64 ${signed}] ${url} -x~+:/._ -c ~ +`])
    else
      expect(lines).toEqual([
        ...[
          '[nodeprep-kubernetes]',
          'name=kubernetes',
          `baseurl=${url}`,
          'enabled=1',
          'skip_if_unavailable=0',
          'module_hotfixes=1',
        ],
        ...(gpgCheck
          ? ['gpgcheck=1', 'gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-nodeprep-kubernetes']
          : ['gpgcheck=0']),
        'exclude=kubelet kubeadm kubectl cri-tools kubernetes-cni',
      ])
  })
})

describe('a drop-in of systemd', () => {
  const lines = (text: string) =>
    text
      .replaceAll(/\\\n\s*/g, '')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
  const pause = 'A--b:5000/._-/-:_.-'
  const insecure = ['0', 'A-b.example:5000/x_y.z-1/--']
  const steps = stepsOf(
    clusterOf({
      version: '1.15.1',
      runtime: { version: '1.11' },
      registries: insecure.map((host) => registryOf(host, { insecure: true })),
      mirror: { images: { pause } },
    }),
    'centos-7',
  )

  it('gives CRI-O the arguments that were meant, each a word', () => {
    const found = lines(contentOf(steps, '/crio.service.d/20-nodeprep.conf'))
    expect(found.slice(0, 2)).toEqual(['[Service]', 'ExecStart='])
    expect(found).toHaveLength(3)
    expect(found[2]?.split(/\s+/).filter((word) => !word.startsWith('$'))).toEqual([
      ...['ExecStart=/usr/bin/crio', '--cgroup-manager=systemd'],
      ...insecure.map((registry) => `--insecure-registry=${registry}`),
      ...['--cni-plugin-dir=/opt/cni/bin', `--pause-image=${pause}`],
    ])
  })

  it('gives kubelet its cgroup driver and nothing of the cluster', () => {
    const found = lines(contentOf(steps, '/kubelet.service.d/20-nodeprep.conf'))
    expect(found.map((line) => line.split('=')[0])).toEqual(['[Service]', 'Environment', 'ExecStart', 'ExecStart'])
  })
})
