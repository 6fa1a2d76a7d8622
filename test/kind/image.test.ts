import { expect, test } from 'vitest'
import type { Cluster } from '../../src/cluster/cluster.ts'
import type { ImageFlags } from '../../src/kind/image.ts'
import { clusterOf, imageOf } from './clusters.ts'

const of =
  (version: string, more = '') =>
  () =>
    clusterOf(`  kubernetes: { version: ${version} }\n${more}`)

test.each<[string, Partial<ImageFlags>, string]>([
  ['kindest/node with a version', { base: 'kindest/node:v1.34.2' }, '1.34 localhost/kind-cri-o:v1.34.2'],
  ['a digest behind it', { base: 'kindest/node:v1.30.0@sha256:ab' }, '1.30 localhost/kind-cri-o:v1.30.0'],
  ['a registry with a port', { base: 'r.example:5000/kind/node:1.36.1-rc.1' }, '1.36 localhost/kind-cri-o:1.36.1-rc.1'],
  ['a tag of your own', { base: 'kindest/node:v1.34.2', tag: 'a/b:c' }, '1.34 a/b:c'],
])('%s tells the version', (_, flags, expected) => {
  const { minor, tag } = imageOf(flags)
  expect(`${minor} ${tag}`).toBe(expected)
})

test('cluster.yaml names the base, and its version is taken where the tag of a base tells none', () => {
  const cluster = clusterOf('  kubernetes: { version: 1.33.5 }\n')
  expect(imageOf({}, cluster)).toMatchObject({ base: 'docker.io/kindest/node:v1.33.5', minor: '1.33', name: 'demo' })
  const own = imageOf({ base: 'registry.example:5000/mine' }, cluster)
  expect(own).toMatchObject({ minor: '1.33', tag: 'localhost/kind-cri-o:v1.33' })
})

const ownCrio = '  mirror: { packages: { cri-o: { url: http://m.example/ } } }\n'

test.each<[Partial<ImageFlags>, (() => Cluster) | undefined, string]>([
  [{}, undefined, 'kind-image needs a cluster.yaml or --base'],
  [
    { base: 'kindest/node' },
    undefined,
    '--base: the tag of docker.io/kindest/node does not tell the version of Kubernetes',
  ],
  [{ base: 'kindest/node:latest' }, undefined, 'the tag of docker.io/kindest/node:latest does not tell the version'],
  [{ base: 'a\nRUN x' }, undefined, '--base: "a\\nRUN x" is not the name of an image'],
  [{ base: '--x:v1.34.0' }, undefined, 'is not the name of an image'],
  [{ base: 'kindest/node:v1.34.0', tag: 'a b' }, undefined, '--tag: "a b" is not the name of an image'],
  [{ base: 'kindest/node:v1.34.0' }, of('1.33.1'), '--base holds Kubernetes 1.34, and cluster.yaml wants 1.33'],
  [{ base: 'kindest/node:v1.19.0' }, undefined, 'kind-image knows Kubernetes 1.20 to 1.37, not 1.19'],
  [{ base: 'kindest/node:v2.0.0' }, undefined, 'kind-image knows Kubernetes 1.20 to 1.37, not 2.0'],
  [{ base: 'kindest/node:v1.27.0' }, undefined, 'no repository is known with CRI-O 1.27 for a node image of kind'],
  [{ stream: 'prerelease' }, of('1.34.0', ownCrio), '--stream prerelease and mirror.packages.cri-o name two sources'],
  [
    {},
    of(
      '1.34.0',
      `  mirror: { packages: { cri-o: { url: "https://m.example/", keyFingerprint: "${'0aF'.repeat(13)}0" } } }\n`,
    ),
    'keyFingerprint cannot be verified while a node image of kind is built',
  ],
])('%j is refused', (flags, cluster, message) => {
  expect(() => imageOf(flags, cluster?.())).toThrow(message)
})
