import { describe, expect, it } from 'vitest'
import * as table from '../../../src/kubernetes/versions/compatibility.ts'
import { judgeKernel } from '../../../src/kubernetes/versions/compatible.ts'
import { resolve } from '../../../src/kubernetes/resolve.ts'
import { hostWarnings } from '../../../src/preflight/host-warnings.ts'
import { tested, versions as containerd } from '../../../src/runtimes/containerd/versions.ts'
import { crioSkew, versions as crio } from '../../../src/runtimes/cri-o/versions.ts'
import { judgeVersion } from '../../../src/runtimes/judge-version.ts'
import { runtimes } from '../../../src/runtimes/runtimes.ts'
import { clusterOf, controlPlane, factsOf, worker } from '../fixtures.ts'

describe('the compatibility table', () => {
  it('names a source and a day for every entry', () => {
    const { kubeletCri, kubernetesEnds, kernels, cgroup1RefusedFrom, subnetLimits } = table
    const cri = [...kubeletCri, ...crio.cri, ...containerd.cri]
    const entries = [...cri, ...tested, kubernetesEnds, containerd.ends, ...kernels]
    for (const { source, asOf } of [...entries, crioSkew, cgroup1RefusedFrom, subnetLimits]) {
      expect(source).not.toBe('')
      expect(asOf).toMatch(/^\d{4}-\d\d-\d\d$/)
    }
  })

  it.each([
    ['3.10.0-1160.el7', '1.31.0', undefined],
    ['3.9.9', '1.31.0', 'refused'],
    ['4.18.0-553.el8', '1.31.0', undefined],
    ['4.18.0-553.el8', '1.32.0', 'refused'],
    ['4.18.0-553.el8', '1.33.0', 'refused'],
    ['4.18.0-553.el8', '1.34.0', 'warning'],
    ['4.19.0', '1.32.0', undefined],
    ['4.19.0', '1.33.0', undefined],
    ['4.19.0', '1.34.0', undefined],
    ['3.9.9', '1.34.0', 'refused'],
    ['3.10.0', '1.34.0', 'warning'],
  ])('judges kernel %s with Kubernetes %s: %s', (kernel, version, level) => {
    expect(judgeKernel(kernel, version.replace(/\.\d+$/, ''))?.level).toBe(level)
  })

  it.each([
    ['1.21.14', { canValidate: false, cgroupDriverInConfig: false }],
    ['1.22.0', { canValidate: false, cgroupDriverInConfig: true }],
    ['1.25.16', { canValidate: false }],
    ['1.26.0', { canValidate: true }],
  ])('kubeadm %s: %j', (version, kubeadm) => {
    expect(resolve(clusterOf({ version }), controlPlane, factsOf('debian-12')).kubeadm).toMatchObject(kubeadm)
  })

  it.each([
    ['1.23.17', { criSocket: '/var/run/crio/crio.sock' }],
    ['1.24.0', { criSocket: 'unix:///var/run/crio/crio.sock' }],
    ['1.30.14', { argumentLists: false }],
    ['1.31.0', { argumentLists: true }],
  ])('kubeadm %s: %j', (version, kubeadm) => {
    expect(resolve(clusterOf({ version }), controlPlane, factsOf('debian-12')).kubeadm).toMatchObject(kubeadm)
  })

  it.each([
    ['1.19', false],
    ['1.20', true],
  ])('CRI-O %s reads drop-ins: %s', (version, reads) => {
    const cluster = clusterOf({ version: `${version}.2`, runtime: { kind: 'cri-o', version } })
    expect(resolve(cluster, controlPlane, factsOf('debian-12')).crioDropIns).toBe(reads)
  })

  // Each row stands at an end of a line of the table, with the version on the other side in a row of its own.
  it.each([
    ['containerd', '1.5', '1.22', undefined],
    ['containerd', '1.5', '1.25', undefined],
    ['containerd', '1.5', '1.26', 'refused'],
    ['containerd', '1.6', '1.22', undefined],
    ['containerd', '1.6', '1.26', undefined],
    ['containerd', '1.6', '1.34', undefined],
    ['containerd', '1.6', '1.35', 'warning'],
    ['containerd', '1.7', '1.22', undefined],
    ['containerd', '1.7', '1.35', undefined],
    ['containerd', '1.7', '1.36', 'warning'],
    ['containerd', '2.0', '1.22', 'refused'],
    ['containerd', '2.0', '1.23', undefined],
    ['containerd', '2.0', '1.26', undefined],
    ['containerd', '2.0', '1.34', undefined],
    ['containerd', '2.0', '1.35', 'warning'],
    ['cri-o', '1.19', '1.19', undefined],
    ['cri-o', '1.19', '1.25', 'warning'],
    ['cri-o', '1.19', '1.26', 'refused'],
    ['cri-o', '1.20', '1.21', 'warning'],
    ['cri-o', '1.20', '1.26', 'warning'],
    ['cri-o', '1.25', '1.22', 'warning'],
    ['cri-o', '1.25', '1.26', 'warning'],
    ['cri-o', '1.26', '1.22', 'refused'],
    ['cri-o', '1.26', '1.23', 'warning'],
    ['cri-o', '1.26', '1.26', undefined],
    ['cri-o', '1.27', '1.26', 'warning'],
  ] as const)('judges %s %s with Kubernetes %s: %s', (kind, version, minor, level) => {
    expect(judgeVersion(runtimes[kind], version, minor)?.level).toBe(level)
  })

  it.each([
    ['1.6.0', '1.29', undefined],
    ['1.6.27', '1.30', 'warning'],
    ['1.6.28', '1.30', undefined],
    ['1.6.33', '1.31', 'warning'],
    ['1.6.34', '1.31', undefined],
    ['1.7.23', '1.32', 'warning'],
    ['1.7.24', '1.32', undefined],
    ['2.0.3', '1.33', 'warning'],
    ['2.0.4', '1.33', undefined],
    ['2.1.2', '1.34', 'warning'],
    ['2.1.3', '1.34', undefined],
    ['2.1.4', '1.35', 'warning'],
    ['2.1.5', '1.35', undefined],
    ['2.1.5', '1.36', 'warning'],
    ['2.2.0', '1.36', undefined],
  ])('judges the patch %s of containerd with Kubernetes %s: %s', (version, minor, level) => {
    expect(judgeVersion(runtimes.containerd, version, minor)?.level).toBe(level)
  })
})

describe('hosts are warned of', () => {
  const warned = (version: string, kind: 'cri-o' | 'containerd', facts: Parameters<typeof factsOf>[1] = {}) =>
    hostWarnings(
      clusterOf({ version, runtime: { kind, version: kind === 'cri-o' ? version.replace(/\.\d+$/, '') : '' } }),
      [controlPlane, worker].map((host) => ({ host, facts: factsOf('debian-12', facts) })),
    )

  it('once for all, by the containerd of their distribution and by their kernel', () => {
    expect(warned('1.36.2', 'containerd', { kernel: '4.18.0' })).toEqual([
      'cp1, w1: containerd 1.6 is not tested with Kubernetes 1.36 upstream: use containerd 2.2.0, 2.3.0 or a later patch of these',
      'cp1, w1: kernel 4.18.0 is older than 4.19; Kubernetes 1.36 is not tested on it upstream: use a newer kernel or another Kubernetes version',
    ])
  })

  it('not where all is tested', () => {
    expect(warned('1.34.2', 'containerd')).toEqual([])
    expect(warned('1.36.2', 'cri-o')).toEqual([])
  })
})
