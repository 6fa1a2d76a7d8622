import { describe, expect, it } from 'vitest'
import type { Facts } from '../../src/plan/facts.ts'
import { checkNames, earlyChecks } from '../../src/kubernetes/checks.ts'
import { clusterOf, controlPlane, factsOf, worker } from './fixtures.ts'

const other = { hostname: 'two', machineId: 'b', productUuid: 'C' }

/** What is refused of a control plane with these facts beside a worker that is fine. */
function refused(facts: Partial<Facts>, changes: Parameters<typeof clusterOf>[0] = {}) {
  return earlyChecks(clusterOf(changes), [
    { host: controlPlane, facts: factsOf('debian-12', facts) },
    { host: worker, facts: factsOf('debian-12', other) },
  ])
}

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
    ['kernel', { kernel: '3.9.1' }, undefined, 'kernel 3.9.1 is older than the 3.10 that kubeadm 1.36 insists on'],
    [
      'kernel',
      { kernel: '4.18.0-553.el8' },
      '1.32.9',
      'kernel 4.18.0-553.el8 is older than the 4.19 that kubeadm 1.32 insists on',
    ],
    ['cgroup-version', { cgroup: 1 }, '1.35.0', 'cgroup v1; kubelet refuses that from 1.35 on'],
    ['cri-o-source', {}, '1.23.17', 'no packages of CRI-O 1.23 are known for Debian GNU/Linux 12 (bookworm)'],
    ['hostname', { hostname: 'two' }, undefined, 'the hostname two is also that of w1'],
    ['machine-id', { machineId: 'b' }, undefined, 'the machine-id b is also that of w1'],
    ['product-uuid', { productUuid: 'c' }, undefined, 'the product_uuid c is also that of w1'],
  ])('by %s: %j', (name, facts, version, message) => {
    const found = refused(facts, version === undefined ? {} : { version }).find(({ host }) => host === 'cp1')
    expect(found).toMatchObject({ names: [name], message })
    expect(found?.remedy).toContain(`ignoreChecks: [${name}]`)
    expect(refused(facts, { ...(version === undefined ? {} : { version }), ignoreChecks: [name] })).toEqual([])
  })

  it('for a clock more than 5 s away from that of the first control plane, and told which way', () => {
    const found = refused({ clockOffset: 5.5 })
    expect(found.map(({ host, message }) => [host, message])).toEqual([['w1', 'the clock is 5.5 s behind that of cp1']])
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

describe('a host is not refused', () => {
  it.each<[why: string, facts: Partial<Facts>, version: string]>([
    ['when all is well', {}, '1.36.5'],
    ['for 5 s of skew', { clockOffset: 5 }, '1.36.5'],
    ['for cgroup v1 before 1.35', { cgroup: 1 }, '1.34.2'],
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
    expect(refused({ cgroup: 1 }, kernel('1'))).toEqual([])
    expect(refused({ cgroup: 1 }, kernel('0'))).toHaveLength(1)
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
