import { describe, expect, it } from 'vitest'
import type { KubeadmDocument } from '../../src/cluster/cluster.ts'
import { resolve } from '../../src/kubernetes/resolve.ts'
import { clusterOf, controlPlane, factsOf } from './fixtures.ts'

type Changes = Parameters<typeof clusterOf>[0]
const resolved = (changes: Changes, system: Parameters<typeof factsOf>[0] = 'debian-12') =>
  resolve(clusterOf(changes), controlPlane, factsOf(system))

describe('kubeadm', () => {
  it.each([
    ['1.15.1', 'v1beta2', '/var/run/crio/crio.sock', false, false],
    ['1.21.14', 'v1beta2', '/var/run/crio/crio.sock', false, false],
    ['1.22.17', 'v1beta3', '/var/run/crio/crio.sock', true, false],
    ['1.24.17', 'v1beta3', 'unix:///var/run/crio/crio.sock', true, false],
    ['1.26.15', 'v1beta3', 'unix:///var/run/crio/crio.sock', true, true],
    ['1.31.14', 'v1beta4', 'unix:///var/run/crio/crio.sock', true, true],
  ])('of %s reads %s', (version, api, criSocket, cgroupDriverInConfig, canValidate) => {
    expect(resolved({ version }).kubeadm).toMatchObject({
      apiVersion: `kubeadm.k8s.io/${api}`,
      criSocket,
      cgroupDriverInConfig,
      canValidate,
    })
  })
})

describe('the sandbox image', () => {
  it('comes from where kubeadm takes its images', () => {
    expect(resolved({}).pauseImage).toBe('registry.k8s.io/pause:3.10.2')
    expect(resolved({ version: '1.20.15' }).pauseImage).toBe('k8s.gcr.io/pause:3.2')
    expect(resolved({ version: '1.15.1', mirror: { preset: 'aliyun' } }).pauseImage).toBe(
      'registry.aliyuncs.com/google_containers/pause:3.1',
    )
    expect(resolved({ mirror: { images: { kubernetes: 'r.lab:5000/k8s' } } }).pauseImage).toBe(
      'r.lab:5000/k8s/pause:3.10.2',
    )
  })

  it('is the one that the user names', () => {
    const pause = 'r.lab:5000/pause:1'
    expect(resolved({ mirror: { preset: 'aliyun', images: { pause } } }).pauseImage).toBe(pause)
  })
})

describe('images of add-ons', () => {
  it('keep their names where CRI-O knows mirrors', () => {
    const { flannel, nginxImage } = resolved({ version: '1.20.15', mirror: { preset: 'aliyun' } })
    expect(flannel.image).toBe('ghcr.io/flannel-io/flannel:v0.28.9')
    expect(nginxImage).toBe('docker.io/library/nginx:1.25')
  })

  it('are named through the mirror where it does not', () => {
    const { flannel, nginxImage } = resolved({ version: '1.15.1', mirror: { preset: 'aliyun' } })
    expect(flannel.image).toBe('m.daocloud.io/ghcr.io/flannel-io/flannel:v0.28.9')
    expect(nginxImage).toBe('m.daocloud.io/docker.io/library/nginx:1.25')
  })
})

describe('packages', () => {
  it.each([
    ['debian-12', '1.36.5', ['cri-o=1.36'], 'conntrack'],
    ['debian-11', '1.23.17', ['cri-o=1.23', 'cri-o-runc'], 'ebtables'],
    ['centos-7', '1.23.17', ['container-selinux', 'cri-o=1.23'], 'ebtables'],
    ['centos-stream-9', '1.36.5', ['container-selinux', 'cri-o=1.36'], 'conntrack-tools'],
  ] as const)('on %s for %s are %j', (system, version, crio, tool) => {
    const { packages } = resolved({ version }, system)
    expect(packages.crio).toEqual(crio)
    expect(packages.tools).toContain(tool)
  })

  it('of EL8 have ebtables apart, those of EL9 with iptables', () => {
    const tools = (version: string) => {
      const os = { id: 'rocky', family: 'rhel', version, codename: '', name: 'Rocky Linux' } as const
      return resolve(clusterOf(), controlPlane, factsOf('centos-7', { os })).packages.tools
    }
    expect(tools('8.10')).toContain('iptables-ebtables')
    expect(tools('9.5')).toEqual(['conntrack-tools', 'socat', 'ethtool', 'iproute'])
  })
})

describe('swap', () => {
  const kubelet = (value: Readonly<Record<string, unknown>>): KubeadmDocument => ({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    value,
    line: 20,
  })

  it('has to be off', () => {
    expect(resolved({}).swapOff).toBe(true)
    expect(resolved({ documents: [kubelet({ maxPods: 200 })] }).swapOff).toBe(true)
  })

  it('may stay for a kubelet that is told to bear it', () => {
    expect(resolved({ documents: [kubelet({ failSwapOn: false })] }).swapOff).toBe(false)
  })
})

describe('a CNI manifest by URL', () => {
  const cni = { kind: 'manifest', manifest: { url: 'https://raw.githubusercontent.com/a/b/c.yaml' } } as const

  it('comes through the mirror for files', () => {
    expect(resolved({ cni, mirror: { preset: 'daocloud' } }).cniManifestUrl).toBe(
      'https://files.m.daocloud.io/raw.githubusercontent.com/a/b/c.yaml',
    )
    expect(resolved({ cni, mirror: { files: 'http://files.lab' } }).cniManifestUrl).toBe(
      'http://files.lab/raw.githubusercontent.com/a/b/c.yaml',
    )
  })

  it('comes from where it is without one, or from a host that is not known to be mirrored', () => {
    expect(resolved({ cni }).cniManifestUrl).toBe(cni.manifest.url)
    const other = { kind: 'manifest', manifest: { url: 'http://mirror.lab/cni.yaml' } } as const
    expect(resolved({ cni: other, mirror: { preset: 'aliyun' } }).cniManifestUrl).toBe(other.manifest.url)
  })
})
