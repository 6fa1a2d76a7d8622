import { expect, it } from 'vitest'
import { MADE } from '../../src/facts/made.ts'
import { former } from '../../src/kubernetes/former.ts'
import { clusterOf, controlPlane, factsOf } from './fixtures.ts'

const libs = ['/etc/apt/sources.list.d/nodeprep-cri-o-libs.list', '/etc/apt/keyrings/nodeprep-cri-o-libs.asc']
const files = libs.map((path) => ({ name: path.replace(/.*\//, ''), path }))
const made = [
  ...[`${MADE}kernel-nosmt`, `${MADE}kernel-lab.answer`, `${MADE}pull-secret`],
  ...['/etc/apt/sources.list.d/nodeprep-cri-o.list', '/etc/apt/sources.list.d/nodeprep-mine.list', ...libs],
]
const facts = factsOf('debian-12', { made })

it('is what nodeprep made and cluster.yaml does not have: parameters, and repositories that it alone brings', () => {
  const host = { ...controlPlane, kernel: { parameters: { nosmt: '' } } }
  expect(former(clusterOf(), host, facts)).toEqual({ kernelParameters: ['lab.answer'], repositoryFiles: files })
})

it('is nothing where cluster.yaml has all of it', () => {
  const packages = { 'cri-o-libs': { url: 'http://r.lab/' } }
  const cluster = clusterOf({ mirror: { packages } })
  const host = { ...controlPlane, kernel: { parameters: { nosmt: '', 'lab.answer': '42' } } }
  expect(former(cluster, host, facts)).toEqual({ kernelParameters: [], repositoryFiles: [] })
})

it('is no repository of a runtime that is not wanted: a node may go back to it', () => {
  const cluster = clusterOf({ runtime: { kind: 'containerd', version: '' } })
  expect(former(cluster, controlPlane, facts).repositoryFiles).toEqual([])
})
