import { describe, expect, it } from 'vitest'
import type { MirrorPreset } from '../../src/config/cluster.ts'
import { crioRepositories } from '../../src/kubernetes/cri-o-repositories.ts'
import { kubernetesRepository } from '../../src/kubernetes/kubernetes-repositories.ts'
import type { ResolvedRepository } from '../../src/kubernetes/resolved.ts'
import { clusterOf, factsOf } from './fixtures.ts'

const presets: readonly MirrorPreset[] = ['upstream', 'aliyun', 'tuna', 'ustc', 'daocloud']
const versions = [
  '1.15.1',
  '1.20.15',
  '1.23.17',
  '1.24.17',
  '1.28.15',
  '1.31.14',
  '1.32.9',
  '1.33.5',
  '1.36.5',
  '1.37.1',
]

function show({ name, url, suite, components, key, frozen }: ResolvedRepository): string {
  return `  ${name}: ${[url, suite, ...components].join(' ')}${frozen ? ' (frozen)' : ''}\n    key ${key}\n`
}

describe('package sources', () => {
  it.each(presets)('of the preset %s are these for every version', async (preset) => {
    const table = versions.flatMap((version) => {
      const cluster = clusterOf({ version, mirror: { preset } })
      return (['debian-11', 'debian-12', 'centos-7', 'centos-stream-9'] as const).map((system) => {
        const facts = factsOf(system)
        const crio = crioRepositories(cluster, facts)
        const sources = [kubernetesRepository(cluster, facts), ...crio].map(show).join('')
        return `${version} on ${system}\n${sources}${crio.length === 0 ? '  cri-o: none known\n' : ''}`
      })
    })
    await expect(table.join('\n')).toMatchFileSnapshot(`golden/repositories-${preset}.txt`)
  })

  it("of the user's own replace a preset's, with minor, architecture and system filled in", () => {
    const url = 'http://mirror.example/{os}/{minor}/{arch}'
    const cluster = clusterOf({ mirror: { preset: 'aliyun', packages: { 'cri-o': { url } } } })
    expect(crioRepositories(cluster, factsOf('debian-12'))).toMatchObject([
      { name: 'cri-o', url: 'http://mirror.example/Debian_12/1.36/amd64', suite: '/', frozen: false },
    ])
    expect(crioRepositories(cluster, factsOf('centos-7', { arch: 'arm64' }))).toMatchObject([
      { url: 'http://mirror.example/CentOS_7/1.36/aarch64' },
    ])
    expect(crioRepositories(cluster, factsOf('ubuntu-24.04'))).toMatchObject([
      { url: 'http://mirror.example/xUbuntu_24.04/1.36/amd64' },
    ])
  })

  it('without a key of their own are verified by the one that lies beside them', () => {
    const cluster = clusterOf({ mirror: { packages: { kubernetes: { url: 'http://mirror.example/k8s' } } } })
    expect(kubernetesRepository(cluster, factsOf('debian-12')).key).toBe('http://mirror.example/k8s/Release.key')
    expect(kubernetesRepository(cluster, factsOf('centos-7')).key).toBe(
      'http://mirror.example/k8s/repodata/repomd.xml.key',
    )
  })

  it('without signatures have no key', () => {
    const kubernetes = { url: 'http://mirror.example/k8s', gpgCheck: false, key: 'http://mirror.example/key' }
    const cluster = clusterOf({ mirror: { packages: { kubernetes } } })
    expect(kubernetesRepository(cluster, factsOf('debian-12'))).toMatchObject({ key: '', gpgCheck: false })
  })

  it('have fingerprints without blanks, in upper case, as one list', () => {
    const fingerprint = `${'abcd '.repeat(5)} ${'0123 '.repeat(5)}`
    const prints = (keyFingerprint: string | readonly string[]) =>
      kubernetesRepository(
        clusterOf({ mirror: { packages: { kubernetes: { url: 'http://mirror.example/k8s', keyFingerprint } } } }),
        factsOf('debian-12'),
      ).keyFingerprint
    const plain = 'ABCDABCDABCDABCDABCD01230123012301230123'
    expect(prints(fingerprint)).toEqual([plain])
    expect(prints([fingerprint, plain])).toEqual([plain, plain])
    expect(kubernetesRepository(clusterOf({}), factsOf('debian-12')).keyFingerprint).toEqual([])
  })

  it('given for one package family leave the other to the preset', () => {
    const kubernetes = { deb: { url: 'http://mirror.example/deb/', suite: 'stable', components: ['main'] } }
    const cluster = clusterOf({ mirror: { packages: { kubernetes } } })
    expect(kubernetesRepository(cluster, factsOf('debian-12'))).toMatchObject({ suite: 'stable', components: ['main'] })
    expect(kubernetesRepository(cluster, factsOf('centos-7')).url).toBe('https://pkgs.k8s.io/core:/stable:/v1.36/rpm/')
  })

  it("keep the user's second repository beside any first", () => {
    const packages = { 'cri-o-libs': { url: 'http://mirror.example/libs/' } }
    const names = (version: string) =>
      crioRepositories(clusterOf({ version, mirror: { packages } }), factsOf('debian-11')).map(({ name }) => name)
    expect(names('1.36.5')).toEqual(['cri-o', 'cri-o-libs'])
    expect(names('1.20.15')).toEqual(['cri-o', 'cri-o-libs'])
  })
})
