import { expect, it } from 'vitest'
import { parseCluster } from '../../src/config/load.ts'

const surroundings = { home: '/home/me', readManifest: () => '' }

function runtimeOf(runtime: object, version = '1.36.2') {
  const text = JSON.stringify({
    apiVersion: 'nodeprep.dev/v1alpha1',
    kind: 'Cluster',
    metadata: { name: 'demo' },
    spec: {
      kubernetes: { version },
      runtime,
      cni: 'none',
      hosts: [{ name: 'cp1', address: '192.0.2.1', role: 'control-plane' }],
    },
  })
  const result = parseCluster(text, 'cluster.yaml', surroundings)
  return 'cluster' in result ? result.cluster.runtime : result.problems
}
const handlersOf = (runtime: object, version?: string) => {
  const found = runtimeOf(runtime, version)
  return 'handlers' in found ? found.handlers : found
}
const names = ['runc', 'crun', 'runsc', 'kata']
const runsc = { name: 'runsc', type: 'runsc', path: '/usr/bin/runsc', runtimeClass: 'runsc' }
const kata = { name: 'kata', type: 'kata', path: '/opt/kata/bin/containerd-shim-kata-v2', runtimeClass: 'kata' }
const own = (name: string) => ({ name, type: 'oci', path: '', runtimeClass: name })
const crun = { ...own('crun'), path: '/usr/bin/crun', package: 'crun' }

it('on containerd runc is its own, crun a package, and gVisor and kata are where their own packages have them', () => {
  expect(handlersOf({ kind: 'containerd', handlers: names })).toEqual([own('runc'), crun, runsc, kata])
})

it('CRI-O brings runc, and crun from 1.28 on', () => {
  expect(handlersOf({ handlers: names })).toEqual([own('runc'), own('crun'), runsc, kata])
  expect(handlersOf({ handlers: ['runc', 'crun'] }, '1.27.3')).toEqual([own('runc'), crun])
  expect(handlersOf({ version: '1.27', handlers: ['crun'] })).toEqual([crun])
})

it("a path of the user's own is there already, a package is installed, and both can be said", () => {
  const path = '/opt/bin/crun'
  expect(handlersOf({ handlers: [{ name: 'crun', path }] })).toEqual([{ ...own('crun'), path }])
  expect(handlersOf({ handlers: [{ name: 'crun', package: 'crun' }] })).toEqual([crun])
  expect(handlersOf({ handlers: [{ name: 'runsc', package: 'runsc=2026' }] })).toEqual([
    { ...runsc, package: 'runsc=2026' },
  ])
  expect(handlersOf({ handlers: [{ name: 'youki', path, package: 'youki' }] })).toEqual([
    { ...own('youki'), path, package: 'youki' },
  ])
})

it('gVisor and kata can stand there by other names and under other RuntimeClasses', () => {
  const handlers = [
    { name: 'sandbox', type: 'runsc', runtimeClass: 'gvisor.example' },
    { name: 'kata-fc', type: 'kata' },
  ]
  expect(handlersOf({ handlers })).toEqual([
    { ...runsc, name: 'sandbox', runtimeClass: 'gvisor.example' },
    { ...kata, name: 'kata-fc', runtimeClass: 'kata-fc' },
  ])
})

it('the default handler is one of the list or what the runtime has of its own', () => {
  expect(runtimeOf({ defaultHandler: 'crun' })).toMatchObject({ defaultHandler: 'crun' })
  expect(runtimeOf({ kind: 'containerd', defaultHandler: 'runc' })).toMatchObject({ defaultHandler: 'runc' })
  expect(runtimeOf({ kind: 'containerd', defaultHandler: 'crun', handlers: ['crun'] })).toHaveProperty('handlers')
  expect(runtimeOf({ defaultHandler: 'crun' }, '1.27.3')).toMatchObject([{ path: 'spec.runtime.defaultHandler' }])
})
