import { describe, expect, it } from 'vitest'
import {
  defaultRegistry,
  dnsImageRepository,
  pauseTag,
  throughMirror,
} from '../../../src/kubernetes/versions/images.ts'

describe('the sandbox image', () => {
  it.each([
    ['1.15', '3.1'],
    ['1.17', '3.1'],
    ['1.18', '3.2'],
    ['1.20', '3.2'],
    ['1.21', '3.4.1'],
    ['1.22', '3.5'],
    ['1.23', '3.6'],
    ['1.24', '3.7'],
    ['1.25', '3.8'],
    ['1.26', '3.9'],
    ['1.30', '3.9'],
    ['1.31', '3.10'],
    ['1.34', '3.10.1'],
    ['1.36', '3.10.2'],
    ['1.37', '3.10.2'],
  ])('of Kubernetes %s is pause:%s', (minor, tag) => {
    expect(pauseTag(minor)).toBe(tag)
  })
})

describe("kubeadm's own registry", () => {
  it.each([
    ['1.15.1', 'k8s.gcr.io'],
    ['1.22.16', 'k8s.gcr.io'],
    ['1.22.17', 'registry.k8s.io'],
    ['1.23.14', 'k8s.gcr.io'],
    ['1.23.15', 'registry.k8s.io'],
    ['1.24.8', 'k8s.gcr.io'],
    ['1.24.10', 'registry.k8s.io'],
    ['1.25.0', 'registry.k8s.io'],
    ['1.36.5', 'registry.k8s.io'],
  ])('of %s is %s', (version, registry) => {
    expect(defaultRegistry(version, version.split('.').slice(0, 2).join('.'))).toBe(registry)
  })
})

describe('dns.imageRepository', () => {
  it.each([
    ['kubeadm looks one level deeper by itself in its own registry', 'registry.k8s.io', '1.36.5', ''],
    ['no imageRepository leaves it to kubeadm', '', '1.36.5', ''],
    ['flat mirrors need nothing', 'registry.aliyuncs.com/google_containers', '1.36.5', ''],
    ['an unknown registry is taken to be flat', 'registry.example:5000/k8s', '1.36.5', ''],
    [
      "DaoCloud's prefix form is nested",
      'm.daocloud.io/registry.k8s.io',
      '1.36.5',
      'm.daocloud.io/registry.k8s.io/coredns',
    ],
    ["DaoCloud's host form is nested", 'k8s.m.daocloud.io', '1.31.0', 'k8s.m.daocloud.io/coredns'],
    ['a pull-through copy is nested', 'r.example/registry.k8s.io', '1.30.2', 'r.example/registry.k8s.io/coredns'],
    ['another default registry is a custom one', 'registry.k8s.io', '1.22.0', 'registry.k8s.io/coredns'],
    ['before 1.21 coredns lay beside the rest', 'm.daocloud.io/registry.k8s.io', '1.20.15', ''],
    ['1.21.0 appends coredns/coredns itself', 'm.daocloud.io/registry.k8s.io', '1.21.0', ''],
    ['1.21.1 too', 'm.daocloud.io/registry.k8s.io', '1.21.1', ''],
    ['1.21.2 does not any more', 'k8s.m.daocloud.io', '1.21.2', 'k8s.m.daocloud.io/coredns'],
  ])('%s', (_, repository, version, expected) => {
    expect(dnsImageRepository(repository, version, version.split('.').slice(0, 2).join('.'))).toBe(expected)
  })
})

describe('an image through a mirror', () => {
  const mirrors = { 'docker.io': ['m.daocloud.io/docker.io', 'second.example'] }

  it('takes the first mirror of its registry', () => {
    expect(throughMirror('docker.io/library/nginx:1.25', mirrors)).toBe('m.daocloud.io/docker.io/library/nginx:1.25')
  })

  it('stays as it is where there is none', () => {
    expect(throughMirror('quay.io/coreos/flannel:v0.14.0', mirrors)).toBe('quay.io/coreos/flannel:v0.14.0')
  })
})
