import { describe, expect, it } from 'vitest'
import type { MirrorPreset } from '../../../src/cluster/cluster.ts'
import { resolve } from '../../../src/kubernetes/resolve.ts'
import { clusterOf, controlPlane, factsOf, type System } from '../../kubernetes/fixtures.ts'

type Changes = Parameters<typeof clusterOf>[0]
const resolved = (
  system: System,
  { runtime, ...changes }: NonNullable<Changes> = {},
  more: Parameters<typeof factsOf>[1] = {},
) =>
  resolve(
    clusterOf({ ...changes, runtime: { kind: 'containerd', version: '', ...runtime } }),
    controlPlane,
    factsOf(system, more),
  )

describe('the package of containerd', () => {
  it.each([
    ['debian-12', '1.36.5', {}, ['containerd'], 2],
    ['debian-13', '1.36.5', {}, ['containerd'], 2],
    ['ubuntu-24.04', '1.20.15', {}, ['containerd'], 2],
    ['debian-12', '1.36.5', { version: '1.6' }, ['containerd=1.6'], 2],
    ['centos-stream-9', '1.36.5', {}, ['containerd.io'], 4],
    ['centos-stream-9', '1.22.17', {}, ['containerd.io=1'], 2],
    ['centos-7', '1.31.14', {}, ['containerd.io'], 2],
    ['debian-12', '1.36.5', { package: 'containerd.io', version: '2.2' }, ['containerd.io=2.2'], 3],
    ['debian-12', '1.36.5', { package: 'containerd.io', version: '2.3.1' }, ['containerd.io=2.3.1'], 4],
    ['centos-stream-9', '1.36.5', { package: 'containerd' }, ['containerd'], 2],
  ] as const)(
    'on %s for Kubernetes %s with %j is %j, its format taken to be %i',
    (system, version, runtime, packages, format) => {
      const found = resolved(system, { version, runtime })
      expect(found.packages.containerd).toEqual(packages)
      expect(found.containerd.config.expected).toBe(format)
    },
  )
})

describe('the repository of containerd', () => {
  const show = (...args: Parameters<typeof resolved>) =>
    resolved(...args).repositories.containerd.map(({ name, url, suite, components, key }) =>
      [name, url, suite, ...components, key].join(' '),
    )
  const docker = { package: 'containerd.io' } as const

  it('is none beside those of the distribution', () => {
    expect(show('debian-12')).toEqual([])
    expect(show('ubuntu-24.04', { mirror: { preset: 'aliyun' } })).toEqual([])
  })

  it.each<[system: System, preset: MirrorPreset, base: string]>([
    ['centos-stream-9', 'upstream', 'https://download.docker.com/linux/centos'],
    ['centos-stream-9', 'aliyun', 'https://mirrors.aliyun.com/docker-ce/linux/centos'],
    ['debian-12', 'tuna', 'https://mirrors.tuna.tsinghua.edu.cn/docker-ce/linux/debian'],
    ['ubuntu-24.04', 'ustc', 'https://download.docker.com/linux/ubuntu'],
  ])("is Docker's on %s by the preset %s", (system, preset, base) => {
    const rest = {
      'centos-stream-9': '/9/x86_64/stable/ /',
      'debian-12': ' bookworm stable',
      'ubuntu-24.04': ' noble stable',
    }
    const found = show(system, { runtime: docker, mirror: { preset } })
    expect(found).toEqual([`docker ${base}${rest[system as keyof typeof rest]} ${base}/gpg`])
  })

  it('is of the system that it is for', () => {
    const rpm = (id: string, version: string) =>
      show('centos-stream-9', {}, { os: { id, family: 'rhel', version, codename: '', name: id }, arch: 'arm64' })[0]
    expect(rpm('fedora', '42')).toContain('/linux/fedora/42/aarch64/stable/')
    expect(rpm('rhel', '9.4')).toContain('/linux/rhel/9/aarch64/stable/')
    expect(rpm('rocky', '8.10')).toContain('/linux/centos/8/aarch64/stable/')
  })

  it("is the user's own where one is given, with the minor of its version", () => {
    const containerd = { url: 'http://m.example/{os}/{minor}/{arch}/' }
    const found = show('debian-12', { runtime: { version: '1.7.28' }, mirror: { packages: { containerd } } })
    expect(found).toEqual([
      'containerd http://m.example/Debian_12/1.7/amd64/ / http://m.example/Debian_12/1.7/amd64/Release.key',
    ])
  })

  it('is left alone on a host that has containerd, unless a version is wanted', () => {
    const there = { containerd: { format: 2 } }
    expect(show('debian-12', { runtime: docker }, there)).toEqual([])
    expect(show('debian-12', { runtime: { ...docker, version: '1.7' } }, there)).toHaveLength(1)
  })

  it('is no matter of CRI-O, nor its repositories one of containerd', () => {
    expect(resolve(clusterOf(), controlPlane, factsOf('centos-stream-9')).repositories.containerd).toEqual([])
    expect(resolved('debian-12').repositories.crio).toEqual([])
  })
})

it('kubeadm is pointed at containerd, and images keep their names', () => {
  const { kubeadm, nginxImage, flannel } = resolved('debian-12', { version: '1.20.15', mirror: { preset: 'aliyun' } })
  expect(kubeadm.criSocket).toBe('/run/containerd/containerd.sock')
  expect(nginxImage).toBe('docker.io/library/nginx:1.25')
  expect(flannel.image).toMatch(/^ghcr\.io\//)
  expect(resolved('debian-12').kubeadm.criSocket).toBe('unix:///run/containerd/containerd.sock')
})
