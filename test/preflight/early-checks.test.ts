import { describe, expect, it } from 'vitest'
import type { Facts } from '../../src/facts/facts.ts'
import { earlyChecks } from '../../src/preflight/early-checks.ts'
import { checkNames } from '../../src/config/schema/check-names.ts'
import { clusterOf, controlPlane, factsOf, notJoined, worker } from '../kubernetes/fixtures.ts'
import { mirrorOf, registryOf } from '../registries/registry-fixtures.ts'

const other = { hostname: 'two', machineId: 'b', productUuid: 'C' }

/** What is refused of a control plane with these facts beside a worker that is fine. */
function refused(facts: Partial<Facts>, changes: Parameters<typeof clusterOf>[0] = {}) {
  return earlyChecks(clusterOf(changes), [
    { host: controlPlane, facts: factsOf('debian-12', facts) },
    { host: worker, facts: factsOf('debian-12', other) },
  ])
}

/** One that is in the cluster, with its kubelet pointed at a socket. */
const node = (criSocket: string) =>
  ({
    kubernetes: { ...notJoined, state: 'control-plane', criSocket },
  }) as const

describe('a host is refused', () => {
  const os = (more: Partial<Facts['os']>) => ({ os: { ...factsOf('debian-12').os, ...more } })
  it.each<[name: string, facts: Partial<Facts>, version: string | undefined, message: string]>([
    ['root', { uid: 1000 }, undefined, 'the program would run as user 1000, not as root'],
    ['systemd', { init: 'busybox' }, undefined, 'process 1 is busybox, not systemd'],
    ['os', os({ family: 'other', name: 'Alpine 3.20' }), undefined, 'Alpine 3.20 is neither Debian-like nor RHEL-like'],
    [
      'os',
      { packageManager: 'none' },
      undefined,
      'Debian GNU/Linux 12 (bookworm) is neither Debian-like nor RHEL-like',
    ],
    ['architecture', { arch: 'riscv64' }, undefined, 'there are no packages for the architecture riscv64'],
    ['memory', { memoryMiB: 1699 }, undefined, '1699 MiB of memory; a control plane needs 1700'],
    ['cpu', { cpus: 1 }, undefined, '1 CPU; a control plane needs 2'],
    ['kernel', { kernel: '3.9.1' }, undefined, 'kernel 3.9.1 is older than 3.10, which kubeadm 1.36 requires'],
    [
      'kernel',
      { kernel: '4.18.0-553.el8' },
      '1.32.9',
      'kernel 4.18.0-553.el8 is older than 4.19, which kubeadm 1.32 requires',
    ],
    ['cgroup-version', { cgroup: 1 }, '1.35.0', 'cgroup v1; kubelet refuses that from 1.35 on'],
    ['cri-o-source', {}, '1.23.17', 'no packages of CRI-O 1.23 are known for Debian GNU/Linux 12 (bookworm)'],
    [
      'runtime',
      node('/run/containerd/containerd.sock'),
      '1.30.0',
      'this node runs its pods by containerd, and cluster.yaml says CRI-O',
    ],
    [
      'runtime',
      {
        kubernetes: { ...node('/var/run/crio/crio.sock').kubernetes, migrating: true },
      },
      undefined,
      'a change of its container runtime was cut off here',
    ],
    ['hostname', { hostname: 'two' }, undefined, 'the hostname two is also used by w1'],
    ['machine-id', { machineId: 'b' }, undefined, 'the machine-id b is also used by w1'],
    ['product-uuid', { productUuid: 'c' }, undefined, 'the product_uuid c is also used by w1'],
  ])('by %s: %j', (name, facts, version, message) => {
    const found = refused(facts, version === undefined ? {} : { version }).find(({ host }) => host === 'cp1')
    expect(found).toMatchObject({ names: [name], message })
    expect(found?.remedy).toContain(`ignoreChecks: [${name}]`)
    expect(refused(facts, { ...(version === undefined ? {} : { version }), ignoreChecks: [name] })).toEqual([])
  })

  it('by runtime, too, before 1.24 with a kubelet that is pointed at nothing: Docker runs its pods', () => {
    const [found] = refused(node(''), { version: '1.20.15', ignoreChecks: ['cri-o-source'] })
    expect(found?.message).toBe('this node runs its pods by Docker, and cluster.yaml says CRI-O')
  })

  describe('case 6: with a NAT interface that has the same address on every host', () => {
    const nat = (address: string): Partial<Facts> => ({
      address: '10.0.2.15',
      addresses: [
        { interface: 'eth0', address: '10.0.2.15' },
        { interface: 'eth1', address },
      ],
    })
    const found = (hosts: readonly (readonly [typeof worker, Partial<Facts>])[], podSubnet = '10.244.0.0/16') =>
      earlyChecks(
        clusterOf({ kubernetes: { podSubnet } }),
        hosts.map(([host, more], i) => ({
          host,
          facts: factsOf('debian-12', { hostname: host.name, machineId: `${i}`, productUuid: '', ...more }),
        })),
      )
    const w2 = { ...worker, name: 'w2', address: 'w2.example' }

    it('is refused where a name leads both to that one', () => {
      const named = { ...worker, address: 'w1.example' }
      const message = 'node address 10.0.2.15 is also used by'
      expect(
        found([
          [controlPlane, nat('10.0.0.11')],
          [named, nat('10.0.0.21')],
          [w2, nat('10.0.0.22')],
        ]),
      ).toMatchObject([
        { host: 'w1', names: ['address'], message: `${message} w2` },
        { host: 'w2', names: ['address'], message: `${message} w1` },
      ])
    })

    it('is fine where each host is named by an address of its own', () => {
      expect(
        found([
          [controlPlane, nat('10.0.0.11')],
          [worker, nat('10.0.0.21')],
        ]),
      ).toEqual([])
    })

    it('of nodes that have joined is left to verify, which asks the cluster', () => {
      const { kubernetes } = node('/var/run/crio/crio.sock')
      const joined = { ...nat('10.0.0.22'), kubernetes: { ...kubernetes, state: 'worker' as const } }
      const both = [
        [{ ...worker, address: 'w1.example' }, joined],
        [w2, joined],
      ] as const
      expect(found(both)).toEqual([])
    })

    it('is refused by flannel-interface for two families, which flannel takes off the default route', () => {
      const [refusal] = found([[controlPlane, nat('10.0.0.11')]], '10.244.0.0/16,fd01::/48')
      expect(refusal).toMatchObject({ host: 'cp1', names: ['flannel-interface'] })
      expect(refusal?.message).toBe(
        "flannel with IPv4 and IPv6 uses the interface of the default route, eth0, but the host's address 10.0.0.11 is on eth1",
      )
    })
  })

  it('for a clock more than 5 s away from that of the first control plane, and told which way', () => {
    const found = refused({ clockOffset: 5.5 })
    expect(found.map(({ host, message }) => [host, message])).toEqual([['w1', 'the clock is 5.5 s behind that of cp1']])
  })

  it('for a clock that is away by more than 5 s and what both readings may be wrong by', () => {
    const [found] = refused({ clockOffset: 20, clockError: 14.9 })
    expect(found?.message).toBe('the clock is 20.0 s behind that of cp1')
  })

  it('by one message, however much is wrong', () => {
    const found = refused({ uid: 1000, cpus: 1, memoryMiB: 900 })
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({
      host: 'cp1',
      names: ['root', 'memory', 'cpu'],
      message:
        'the program would run as user 1000, not as root; 900 MiB of memory; a control plane needs 1700; 1 CPU; a control plane needs 2',
    })
  })
})

describe('a host that is to run containerd', () => {
  const of = (
    system: Parameters<typeof factsOf>[0],
    version: string,
    changes: Parameters<typeof clusterOf>[0] = {},
  ) => {
    const cluster = clusterOf({ version, ...changes, runtime: { kind: 'containerd', version: '', ...changes.runtime } })
    return earlyChecks(cluster, [{ host: controlPlane, facts: factsOf(system, { cgroup: 2, kernel: '5.14.0' }) }])
  }

  it.each([
    ['debian-12', '1.20.15', '2.1', ['containerd-cri'], 'containerd 2.1 does not support CRI v1alpha2'],
    ['debian-12', '1.22.17', '2', ['containerd-cri'], 'which kubelet 1.22 requires'],
    ['centos-stream-9', '1.26.15', '1.5', ['containerd-cri'], 'containerd 1.5 does not support CRI v1'],
    ['debian-11', '1.36.5', '', ['containerd-cri'], 'containerd 1.4 does not support CRI v1, which kubelet 1.36'],
  ] as const)('is refused on %s for Kubernetes %s and version %j', (system, version, wanted, names, message) => {
    const [refusal] = of(system, version, { runtime: { version: wanted } })
    expect(refusal).toMatchObject({ names })
    expect(refusal?.message).toContain(message)
    expect(refusal?.remedy).toMatch(/Set runtime\.(version|package) to/)
  })

  it('is refused for mirrors that its containerd would not ask', () => {
    const registries = [registryOf('docker.io', { mirrors: [mirrorOf('https://m.example')] })]
    expect(of('debian-11', '1.20.15', { registries })[0]).toMatchObject({ names: ['containerd-registries'] })
    expect(of('debian-11', '1.20.15')).toEqual([])
    expect(of('debian-12', '1.20.15', { registries })).toEqual([])
  })

  it.each([
    ['debian-12', '1.20.15', '', 'the one of Debian 12 speaks both'],
    ['debian-12', '1.36.5', '', 'the one of Debian 12 speaks both'],
    ['centos-7', '1.20.15', '', "the newest 1.x of Docker's is taken"],
    ['centos-stream-9', '1.36.5', '1', 'any 1.x may be a new one'],
    ['ubuntu-24.04', '1.36.5', '2.3.1', 'v1 is spoken by both'],
  ] as const)('is not refused on %s for Kubernetes %s and version %j: %s', (system, version, wanted, _why) => {
    expect(of(system, version, { runtime: { version: wanted } })).toEqual([])
  })
})

describe('a host is not refused', () => {
  it.each<[why: string, facts: Partial<Facts>, version: string]>([
    ['when all is well', {}, '1.36.5'],
    ['for 5 s of skew', { clockOffset: 5 }, '1.36.5'],
    ['for a clock that was read at some time within half a minute', { clockOffset: 20, clockError: 15 }, '1.36.5'],
    ['for cgroup v1 before 1.35', { cgroup: 1 }, '1.34.2'],
    ['as a control plane that has just enough', { memoryMiB: 1700, cpus: 2 }, '1.34.2'],
    ['for an old kernel that kubeadm only warns of', { kernel: '4.18.0' }, '1.34.2'],
    ['for a product_uuid that cannot be read', { productUuid: '' }, '1.36.5'],
  ])('%s', (_, facts, version) => {
    expect(refused(facts, { version })).toEqual([])
  })

  it('for what kubeadm and kubelet are told to bear themselves', () => {
    const kubelet = { apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration', line: 1 } as const
    const ignoring = (...names: string[]) => ({ kubernetes: { ignorePreflightErrors: names } })
    expect(refused({ cpus: 1, memoryMiB: 900 }, ignoring('NumCPU', 'mem'))).toEqual([])
    expect(refused({ cpus: 1, memoryMiB: 900 }, ignoring('all'))).toEqual([])
    expect(refused({ kernel: '4.18.0' }, { version: '1.32.9', ...ignoring('SystemVerification') })).toEqual([])
    expect(refused({ cgroup: 1 }, { documents: [{ ...kubelet, value: { failCgroupV1: false } }] })).toEqual([])
  })

  it('for cgroup v1 that a parameter of its kernel is to end', () => {
    const kernel = (value: string) => ({ kernel: { parameters: { 'systemd.unified_cgroup_hierarchy': value } } })
    const facts = factsOf('debian-12', { cgroup: 1 })
    const of = (value: string) => earlyChecks(clusterOf(), [{ host: { ...controlPlane, ...kernel(value) }, facts }])
    expect(of('1')).toEqual([])
    expect(of('0')).toHaveLength(1)
  })

  it('as a worker for little memory and one CPU', () => {
    const facts = factsOf('debian-12', { memoryMiB: 512, cpus: 1 })
    expect(earlyChecks(clusterOf(), [{ host: worker, facts }])).toEqual([])
  })
})

it('every check has a name of its own that ignoreChecks takes', () => {
  expect(new Set(checkNames).size).toBe(checkNames.length)
  expect(checkNames.every((name) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toBe(true)
})
