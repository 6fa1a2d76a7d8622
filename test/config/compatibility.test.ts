import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { clusterTemplate } from '../../src/config/init-template.ts'
import { parseCluster } from '../../src/config/load.ts'
import { formatProblem } from '../../src/yaml/problem.ts'
import { NEWEST_KUBERNETES } from '../../src/kubernetes/versions/compatibility.ts'
import { LAST_MINOR } from '../../src/kubernetes/versions/kubeadm-api.ts'

/** What validate says of a file with these lines of spec, on a day. */
function said(spec: string, { hosts = 2, more = '', today = '2026-11-28' } = {}): string[] {
  const list = Array.from(
    { length: hosts },
    (_, i) => `    - { name: h${i}, address: 192.0.2.${i + 1}, role: ${i === 0 ? 'control-plane' : 'worker'} }\n`,
  )
  const head = 'apiVersion: nodeprep.dev/v1alpha1\nkind: Cluster\nmetadata: { name: demo }\nspec:\n'
  const surroundings = { home: '/', readManifest: () => 'kind: List\n', today }
  const result = parseCluster(`${head}${spec}\n  hosts:\n${list.join('')}${more}`, 'c.yaml', surroundings)
  if ('problems' in result) return result.problems.map(formatProblem)
  return result.notices.map((notice) => `${notice.level}: ${formatProblem(notice)}`)
}
const kubernetes = (version: string, more = '') => `  kubernetes: { version: ${version}${more} }`
const withRuntime = (version: string, kind: string, runtime: string) =>
  said(`${kubernetes(version)}\n  runtime: { kind: ${kind}, version: "${runtime}" }`, { today: '' })

describe('versions', () => {
  it('case 26: CRI-O 1.24 with Kubernetes 1.31.4 is warned of, and both ends of life are noted', () => {
    expect(said(`${kubernetes('1.31.4')}\n  runtime: { version: "1.24" }`)).toEqual([
      'note: c.yaml:5:26 spec.kubernetes.version: Kubernetes 1.31 is past its end of life (2025-11-11): it gets no more fixes\n    supported: 1.35, 1.36, 1.37',
      'warning: c.yaml:6:23 spec.runtime.version: CRI-O 1.24 is not tested with Kubernetes 1.31 upstream\n    use CRI-O 1.31, as without version',
      'note: c.yaml:6:23 spec.runtime.version: CRI-O 1.24 is past its end of life (2023-07-28): it gets no more fixes\n    supported: 1.35, 1.36, 1.37',
    ])
  })

  it.each([
    ['1.36.2', 'cri-o', '1.36', []],
    ['1.36.2', 'cri-o', '1.35', ['warning: … CRI-O 1.35 is not tested with Kubernetes 1.36 upstream']],
    ['1.36.2', 'cri-o', '1.37', ['warning: … CRI-O 1.37 is not tested with Kubernetes 1.36 upstream']],
    ['1.26.0', 'cri-o', '1.19', ['… CRI-O 1.19 does not support CRI v1, which kubelet 1.26 requires']],
    ['1.26.0', 'cri-o', '1.20', ['warning: … CRI-O 1.20 is not tested with Kubernetes 1.26 upstream']],
    ['1.25.0', 'cri-o', '1.19', ['warning: … CRI-O 1.19 is not tested with Kubernetes 1.25 upstream']],
    ['1.22.0', 'cri-o', '1.26', ['… CRI-O 1.26 does not support CRI v1alpha2, which kubelet 1.22 requires']],
    ['1.22.0', 'cri-o', '1.25', ['warning: … CRI-O 1.25 is not tested with Kubernetes 1.22 upstream']],
    ['1.23.0', 'cri-o', '1.26', ['warning: … CRI-O 1.26 is not tested with Kubernetes 1.23 upstream']],
    ['1.22.0', 'containerd', '2', ['… containerd 2 does not support CRI v1alpha2, which kubelet 1.22 requires']],
    [
      '1.22.0',
      'containerd',
      '2.0.1',
      ['… containerd 2.0.1 does not support CRI v1alpha2, which kubelet 1.22 requires'],
    ],
    ['1.22.0', 'containerd', '1.7', []],
    ['1.23.0', 'containerd', '2.0', []],
    ['1.25.0', 'containerd', '1.5', []],
    ['1.26.0', 'containerd', '1.5', ['… containerd 1.5 does not support CRI v1, which kubelet 1.26 requires']],
    ['1.26.0', 'containerd', '1.6', []],
    ['1.26.0', 'containerd', '1', []],
    ['1.29.0', 'containerd', '1.6.1', []],
    ['1.30.0', 'containerd', '1.6.27', ['warning: … containerd 1.6.27 is not tested with Kubernetes 1.30 upstream']],
    ['1.30.0', 'containerd', '1.6.28', []],
    ['1.34.0', 'containerd', '1.6', []],
    ['1.35.0', 'containerd', '1.6', ['warning: … containerd 1.6 is not tested with Kubernetes 1.35 upstream']],
    ['1.35.0', 'containerd', '1.7', []],
    ['1.36.0', 'containerd', '1.7', ['warning: … containerd 1.7 is not tested with Kubernetes 1.36 upstream']],
    ['1.36.0', 'containerd', '1', ['warning: … containerd 1 is not tested with Kubernetes 1.36 upstream']],
    ['1.36.0', 'containerd', '2', []],
    ['1.36.0', 'containerd', '2.3.1', []],
  ])('Kubernetes %s with %s %s: %j', (version, kind, runtime, expected) => {
    const lines = withRuntime(version, kind, runtime).map((line) =>
      line
        .split('\n', 1)
        .join()
        .replace(/c\.yaml:6:\d+ spec\.runtime\.version:/, '…'),
    )
    expect(lines).toEqual(expected)
  })

  it('a combination that cannot work is a warning where its check is overridden', () => {
    const spec = `${kubernetes('1.36.2')}\n  runtime: { kind: containerd, version: "1.5" }\n  ignoreChecks: [containerd-cri]`
    expect(said(spec, { today: '' })[0]).toMatch(/^warning: c\.yaml:6:/)
  })

  it.each([
    ['1.35.0', '2027-02-28', 0],
    ['1.35.0', '2027-03-01', 1],
    ['1.34.12', '2026-10-27', 0],
    ['1.34.12', '2026-10-28', 1],
  ])('the end of life of Kubernetes %s on %s is noted %i times', (version, today, times) => {
    expect(said(kubernetes(version), { today })).toHaveLength(times)
  })

  it.each([
    ['2.2', '2026-11-06', 0],
    ['2.2', '2026-11-07', 1],
    ['2.1', '2026-07-31', 0],
    ['2.1', '2026-08-01', 1],
  ])('that of containerd %s on %s %i times', (version, today, times) => {
    const lines = said(`${kubernetes('1.35.0')}\n  runtime: { kind: containerd, version: "${version}" }`, { today })
    expect(lines.filter((line) => line.startsWith('note: '))).toHaveLength(times)
  })

  it('case 27: README, examples, init and CHANGELOG name the newest Kubernetes that is known', () => {
    const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
    const minor = NEWEST_KUBERNETES.replace(/\.\d+$/, '')
    expect(minor).toBe(`1.${LAST_MINOR}`)
    const named = [read('README.md'), read('docs/examples/add-worker/cluster.yaml'), clusterTemplate()].map((text) =>
      Array.from(text.matchAll(/^ *(?:kubernetes: \{ )?version: (1\.\d+\.\d+)/gm), (match) => match[1]),
    )
    expect(named).toEqual([[NEWEST_KUBERNETES], [NEWEST_KUBERNETES], [NEWEST_KUBERNETES]])
    expect(read('CHANGELOG.md')).toContain(`Kubernetes 1.15 to ${minor} by kubeadm`)
  })
})

const config = (api: string, args: string) =>
  `---\napiVersion: kubeadm.k8s.io/${api}\nkind: ClusterConfiguration\ncontrollerManager: { extraArgs: ${args} }\n`

describe('subnets', () => {
  const pods = (subnet: string, options: Parameters<typeof said>[1] = {}, version = '1.36.2', more = '') =>
    said(kubernetes(version, `, podSubnet: "${subnet}"${more}`), { today: '', ...options })
  const six = ', serviceSubnet: "fd01::/112"'

  it.each([
    ['10.244.7.0/24', 1, undefined],
    [
      '10.244.7.0/24',
      2,
      '10.244.7.0/24 has room for 1 node: each of the 2 hosts needs a /24 of it\n    use /23 or larger,',
    ],
    ['10.244.6.0/23', 2, undefined],
    ['10.244.6.0/23', 3, 'has room for 2 nodes: each of the 3 hosts needs a /24 of it\n    use /22 or larger,'],
    [
      '10.244.7.0/28',
      1,
      '10.244.7.0/28 is smaller than the /24 that each node gets of it\n    use a larger subnet, or set',
    ],
    ['30.0.0.0/8', 2, undefined],
    ['30.0.0.0/7', 2, '30.0.0.0/7 is too large: kubeadm allows 16 bits between it and the /24 that each node gets'],
  ])('case 23: podSubnet %s for %i hosts: %s', (subnet, hosts, message) => {
    const lines = pods(subnet, { hosts })
    if (message === undefined) expect(lines).toEqual([])
    else expect(lines).toEqual([expect.stringContaining(`c.yaml:5:45 spec.kubernetes.podSubnet: `)])
    if (message !== undefined) expect(lines[0]).toContain(message)
  })

  it.each([
    ['fd00::/64', 1, undefined],
    ['fd00::/64', 2, 'fd00::/64 has room for 1 node'],
    ['fd00::/63', 2, undefined],
    ['fd00::/48', 2, undefined],
    ['fd00::/47', 2, 'fd00::/47 is too large: kubeadm allows 16 bits'],
    ['fd00::/65', 1, 'fd00::/65 is smaller than the /64 that each node gets'],
  ])('case 23: podSubnet %s for %i hosts: %s', (subnet, hosts, message) => {
    const lines = pods(subnet, { hosts }, '1.36.2', six)
    expect(lines.map((line) => line.includes(message ?? '-'))).toEqual(message === undefined ? [] : [true])
  })

  it.each([
    ['1.36.2', config('v1beta4', '[{ name: node-cidr-mask-size, value: "26" }]'), 0],
    ['1.36.2', config('v1beta4', '[{ name: node-cidr-mask-size-ipv4, value: "26" }]'), 0],
    ['1.36.2', config('v1beta4', '[{ name: node-cidr-mask-size-ipv4, value: "24" }]'), 1],
    ['1.36.2', config('v1beta4', '[{ name: node-cidr-mask-size-ipv6, value: "26" }]'), 1],
    ['1.30.2', config('v1beta3', '{ node-cidr-mask-size: "25" }'), 0],
    ['1.30.2', config('v1beta3', '{ node-cidr-mask-size-ipv4: 25 }'), 0],
    ['1.30.2', config('v1beta3', '{ allocate-node-cidrs: "false" }'), 0],
    ['1.30.2', config('v1beta3', '{ allocate-node-cidrs: "true" }'), 1],
  ])('case 23: a /24 for two hosts with Kubernetes %s and %j is refused %i times', (version, more, times) => {
    expect(pods('10.244.7.0/24', { more }, version)).toHaveLength(times)
  })

  it('case 23: a network that may give out addresses by itself is only warned of', () => {
    const spec = `${kubernetes('1.36.2', ', podSubnet: 10.244.7.0/24')}\n  cni: none`
    expect(said(spec, { today: '' })).toEqual([expect.stringMatching(/^warning: .* has room for 1 node/) as string])
  })

  it.each([
    ['10.96.0.0/28', undefined],
    ['10.96.0.0/29', '10.96.0.0/29 has 8 addresses; kubeadm requires at least 10\n    use /28 or larger'],
    ['10.96.0.0/30', '10.96.0.0/30 has 4 addresses'],
    ['10.96.0.0/12', undefined],
    ['30.0.0.0/11', '30.0.0.0/11 is too large: kubeadm allows no more than a /12\n    use /12 or smaller'],
  ])('case 24: serviceSubnet %s: %s', (subnet, message) => {
    const lines = said(kubernetes('1.36.2', `, serviceSubnet: "${subnet}"`), { today: '' })
    expect(lines.map((line) => line.includes(message ?? '-'))).toEqual(message === undefined ? [] : [true])
  })

  it.each([
    ['fd01::/108', 0],
    ['fd01::/107', 1],
    ['fd01::/64', 1],
    ['fd01::/124', 0],
    ['fd01::/125', 1],
  ])('case 24: serviceSubnet %s is refused %i times', (subnet, times) => {
    expect(pods('fd00::/48', {}, '1.36.2', `, serviceSubnet: "${subnet}"`)).toHaveLength(times)
  })

  it.each([
    ['10.244.0.0/16,fd00::/48', '10.96.0.0/12', '1.36.2', []],
    ['10.244.0.0/16,fd00::/48', '10.96.0.0/12,fd01::/112', '1.21.0', []],
    ['10.244.0.0/16,fd00::/48', '10.96.0.0/12,fd01::/112', '1.20.15', ['has no dual stack', 'has no dual stack']],
    ['10.244.0.0/16,fd00::/64', '10.96.0.0/12', '1.36.2', ['fd00::/64 has room for 1 node']],
    ['10.244.0.0/16', '10.96.0.0/12,fd01::/112', '1.36.2', ['warning: c.yaml:5:77 spec.kubernetes.serviceSubnet']],
    ['10.244.0.0/16', 'fd01::/112', '1.36.2', ['Services have IPv6 addresses of fd01::/112, and no pod has one']],
  ])('pods %s with Services %s and Kubernetes %s: %j', (pod, service, version, expected) => {
    const lines = pods(pod, {}, version, `, serviceSubnet: "${service}"`)
    expect(lines).toHaveLength(expected.length)
    for (const [i, text] of expected.entries()) expect(lines[i]).toContain(text)
  })
})

describe('registries', () => {
  const spec = (kind: string, capabilities: string) =>
    `${kubernetes('1.36.2')}\n  runtime: { kind: ${kind} }\n  registries:\n    - { host: docker.io, mirrors: [{ url: "https://m.example", capabilities: ${capabilities} }] }`

  it('case 30: a mirror that CRI-O asks only by digest is warned of', () => {
    expect(said(spec('cri-o', '[pull]'))).toEqual([
      'warning: c.yaml:8:78 spec.registries.0.mirrors.0.capabilities: CRI-O asks a mirror with [pull] alone only for images named by digest: images named by tag are pulled past it\n    write [pull, resolve] if the mirror may say what a tag means, or use containerd',
    ])
    expect(said(spec('cri-o', '[pull, resolve]'))).toEqual([])
    expect(said(spec('containerd', '[pull]'))).toEqual([])
  })
})
