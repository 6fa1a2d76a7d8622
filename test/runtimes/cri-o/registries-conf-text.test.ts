import { readFileSync } from 'node:fs'
import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import type { Registry } from '../../../src/cluster/cluster.ts'
import { registries } from '../../../src/runtimes/cri-o/registries-conf.ts'
import { renderString } from '../../../src/playbook/templates/template.ts'
import { clusterWith, mirrorOf, registryOf } from '../../registries/registry-fixtures.ts'

const file = new URL('../../../templates/crio/registries.conf.hbs', import.meta.url).pathname
const template = readFileSync(file, 'utf8')
const written = (...given: Registry[]) => {
  const resolved = { registries: registries(clusterWith('cri-o', given)) }
  return parse(renderString(template, { resolved }, { file, line: 1 }))['registry']
}
const hub = { prefix: 'docker.io', location: 'docker.io' }
const M = 'https://m.example'

/** Each feature by itself, as containers-registries.conf(5) has it. */
const features: Readonly<Record<string, readonly [Registry, object]>> = {
  'a mirror': [
    registryOf('docker.io', { mirrors: [mirrorOf(`${M}:5000`)] }),
    { ...hub, mirror: [{ location: 'm.example:5000' }] },
  ],
  'mirrors in their order': [
    registryOf('docker.io', { mirrors: [mirrorOf('https://z.example/v2'), mirrorOf('https://a.example')] }),
    { ...hub, mirror: [{ location: 'z.example' }, { location: 'a.example' }] },
  ],
  'a path below the API': [
    registryOf('docker.io', { mirrors: [mirrorOf(`${M}/v2/docker.io`, { overridePath: true })] }),
    { ...hub, mirror: [{ location: 'm.example/docker.io' }] },
  ],
  'a mirror for contents alone': [
    registryOf('docker.io', { mirrors: [mirrorOf(M, { capabilities: ['pull'] })] }),
    { ...hub, mirror: [{ location: 'm.example', 'pull-from-mirror': 'digest-only' }] },
  ],
  'plain HTTP to a mirror': [
    registryOf('docker.io', { mirrors: [mirrorOf('http://m.example')] }),
    { ...hub, mirror: [{ location: 'm.example', insecure: true }] },
  ],
  'any certificate of a mirror': [
    registryOf('docker.io', { mirrors: [mirrorOf(M, { skipVerify: true })] }),
    { ...hub, mirror: [{ location: 'm.example', insecure: true }] },
  ],
  'any certificate': [
    registryOf('r.example:5000', { skipVerify: true }),
    { prefix: 'r.example:5000', location: 'r.example:5000', insecure: true },
  ],
  'a blocked registry': [
    registryOf('quay.io', { blocked: true }),
    { prefix: 'quay.io', location: 'quay.io', blocked: true },
  ],
  'another server': [
    registryOf('quay.io', { server: 'http://s.example:5000/v2' }),
    { prefix: 'quay.io', location: 's.example:5000', insecure: true },
  ],
  'a part of a registry': [
    registryOf('r.example/team', { mirrors: [mirrorOf(M)] }),
    { prefix: 'r.example/team', location: 'r.example/team', mirror: [{ location: 'm.example' }] },
  ],
  'all registries of a domain': [
    registryOf('*.example.com', { skipVerify: true }),
    { prefix: '*.example.com', insecure: true },
  ],
}

describe('registries.conf', () => {
  it.each(Object.entries(features))('says %s', (_, [registry, expected]) => {
    expect(written(registry)).toEqual([expected])
  })

  it('does not name a registry of which it has nothing to say', () => {
    expect(written(registryOf('docker.io'))).toBeUndefined()
  })

  it('has what is said of a server wherever that is asked', () => {
    const mirrors = [mirrorOf('https://r.lab:5000')]
    expect(written(registryOf('docker.io', { mirrors }), registryOf('r.lab:5000', { skipVerify: true }))).toEqual([
      { ...hub, mirror: [{ location: 'r.lab:5000', insecure: true }] },
      { prefix: 'r.lab:5000', location: 'r.lab:5000', insecure: true },
    ])
  })
})
