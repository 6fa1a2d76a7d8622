import { describe, expect, it } from 'vitest'
import * as table from '../../src/kubernetes/compatibility.ts'
import { judgeKernel } from '../../src/kubernetes/compatible.ts'
import { resolve } from '../../src/kubernetes/resolve.ts'
import { hostWarnings } from '../../src/runner/host-warnings.ts'
import { clusterOf, controlPlane, factsOf, worker } from './fixtures.ts'

describe('the compatibility table', () => {
  it('names a source and a day for every entry', () => {
    const { criTable, containerdTested, endsOfLife, kernels, crioSkew, cgroup1RefusedFrom, subnetLimits } = table
    const entries = [...Object.values(criTable).flat(), ...containerdTested, ...Object.values(endsOfLife), ...kernels]
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
