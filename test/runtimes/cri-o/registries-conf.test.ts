import { expect, it } from 'vitest'
import { registries } from '../../../src/runtimes/cri-o/registries-conf.ts'
import { clusterOf } from '../../kubernetes/fixtures.ts'
import { mirrorOf, registryOf } from '../../registries/registry-fixtures.ts'

const insecure = (host: string) => registryOf(host, { insecure: true })
const plain = (location: string) => ({ location, insecure: false, digestOnly: false })

it('no mirror and no insecure registry makes no entry', () => {
  expect(registries(clusterOf())).toEqual([])
})

it('an insecure registry has an entry of its own', () => {
  expect(registries(clusterOf({ registries: [insecure('r.lab:5000')] }))).toEqual([
    { prefix: 'r.lab:5000', location: 'r.lab:5000', insecure: true, blocked: false, mirrors: [] },
  ])
})

it('a part of a registry can be insecure by itself', () => {
  const part = { prefix: 'r.lab/team', location: 'r.lab/team', insecure: true, blocked: false, mirrors: [] }
  expect(registries(clusterOf({ registries: [insecure('r.lab/team')] }))).toEqual([part])
})

it('mirrors are asked in the order given, and those on an insecure host without TLS', () => {
  const mirrors = [
    mirrorOf('https://r.lab:5000/v2/docker.io', { overridePath: true }),
    mirrorOf('https://second.example'),
  ]
  const [docker] = registries(clusterOf({ registries: [insecure('r.lab:5000'), registryOf('docker.io', { mirrors })] }))
  expect(docker).toEqual({
    prefix: 'docker.io',
    location: 'docker.io',
    insecure: false,
    blocked: false,
    mirrors: [{ location: 'r.lab:5000/docker.io', insecure: true, digestOnly: false }, plain('second.example')],
  })
})

it("the user's mirrors of a registry replace the preset's, those of other registries stay", () => {
  const own = registryOf('docker.io', { mirrors: [mirrorOf('https://own.example')] })
  const found = registries(clusterOf({ mirror: { preset: 'aliyun' }, registries: [own] }))
  expect(found.map(({ prefix, mirrors }) => [prefix, mirrors])).toEqual([
    ['docker.io', [plain('own.example')]],
    ['ghcr.io', [plain('m.daocloud.io/ghcr.io')]],
    ['quay.io', [plain('m.daocloud.io/quay.io')]],
  ])
})

it('a registry without mirrors is asked itself, whatever the preset has', () => {
  const cluster = clusterOf({ mirror: { preset: 'aliyun' }, registries: [registryOf('docker.io')] })
  expect(registries(cluster).map(({ prefix }) => prefix)).toEqual(['ghcr.io', 'quay.io'])
})
