import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { MirrorPreset } from '../../src/cluster/cluster.ts'
import { crioRepositories } from '../../src/runtimes/cri-o/repositories.ts'
import { kubernetesRepository } from '../../src/packages/kubernetes-repositories.ts'
import type { ResolvedRepository } from '../../src/packages/repository.ts'
import { labelsOf } from '../differences/labels.ts'
import { clusterOf, factsOf } from '../kubernetes/fixtures.ts'

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

const sourceSystems = ['debian-11', 'debian-12', 'centos-7', 'centos-stream-9'] as const

function show({ name, url, suite, components, key, frozen }: ResolvedRepository): string {
  return `  ${name}: ${[url, suite, ...components].join(' ')}${frozen ? ' (frozen)' : ''}\n    key ${key}\n`
}

/** The sources of a preset, each set of them once for all versions and systems that have it, by the minor version. */
function table(preset: MirrorPreset): string {
  const cases = { rows: sourceSystems, columns: versions }
  const blocks = new Map<string, Set<string>>()
  for (const system of sourceSystems)
    for (const version of versions) {
      const cluster = clusterOf({ version, mirror: { preset } })
      const crio = crioRepositories(cluster, factsOf(system))
      const sources = [kubernetesRepository(cluster, factsOf(system)), ...crio].map(show).join('')
      const text = `${sources}${crio.length === 0 ? '  cri-o: none known\n' : ''}`
      expect(text).not.toContain('{minor}')
      const block = text.replaceAll(cluster.kubernetes.minor, '{minor}')
      blocks.set(block, new Set(blocks.get(block)).add(`${system}/${version}`))
    }
  return [...blocks].map(([block, names]) => `${labelsOf(cases, names).join(' ')}\n${block}`).join('\n')
}

/** Presets with the same sources have one text. */
function fileOf(preset: MirrorPreset): string {
  const same = presets.filter((other) => table(other) === table(preset))
  return `repositories-${same.join('-')}.txt`
}

describe('package sources', () => {
  it.each(presets)('of the preset %s are these for every version', async (preset) => {
    await expect(table(preset)).toMatchFileSnapshot(`golden/${fileOf(preset)}`)
  })

  it('are in no other golden text', () => {
    const files = readdirSync(new URL('golden', import.meta.url))
    expect(files.filter((name) => !presets.map(fileOf).includes(name))).toEqual([])
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
