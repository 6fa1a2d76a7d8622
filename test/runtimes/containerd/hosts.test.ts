import { readFileSync } from 'node:fs'
import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import type { Cluster, Registry } from '../../../src/cluster/cluster.ts'
import { hostsFiles } from '../../../src/runtimes/containerd/hosts.ts'
import { renderString } from '../../../src/playbook/templates/template.ts'
import { clusterOf } from '../../kubernetes/fixtures.ts'
import { ca, clientCert, clusterWith, mirrorOf, registryOf } from '../../registries/registry-fixtures.ts'

const file = new URL('../../../templates/containerd/hosts.toml.hbs', import.meta.url).pathname
const template = readFileSync(file, 'utf8')
const written = (cluster: Cluster) =>
  hostsFiles(cluster).map((item) => ({ path: item.path, text: renderString(template, { item }, { file, line: 1 }) }))
const only = (registry: Registry) => {
  const [{ text } = { text: '' }] = written(clusterWith('containerd', [registry]))
  return parse(text)
}

const M = 'https://m.example'
const usual = { capabilities: ['pull', 'resolve'] }
const hub = 'https://registry-1.docker.io'
const tls = '/etc/containerd/nodeprep'

/** Each feature by itself, as containerd's docs/hosts.md has it. */
const features: Readonly<Record<string, readonly [Registry, object]>> = {
  'a mirror': [registryOf('docker.io', { mirrors: [mirrorOf(M)] }), { server: hub, host: { [M]: usual } }],
  'a path that ends with /v2': [
    registryOf('docker.io', { mirrors: [mirrorOf(`${M}/v2/`)] }),
    { server: hub, host: { [`${M}/v2`]: usual } },
  ],
  capabilities: [
    registryOf('quay.io', { mirrors: [mirrorOf(M, { capabilities: ['pull'] })] }),
    { server: 'https://quay.io', host: { [M]: { capabilities: ['pull'] } } },
  ],
  'a path of the API': [
    registryOf('docker.io', { mirrors: [mirrorOf(`${M}/v2/docker.io`, { overridePath: true })] }),
    { server: hub, host: { [`${M}/v2/docker.io`]: { ...usual, override_path: true } } },
  ],
  headers: [
    registryOf('docker.io', { mirrors: [mirrorOf(M, { headers: { 'X-Team': 'a "b"', Via: 'c' } })] }),
    { server: hub, host: { [M]: { ...usual, header: { 'X-Team': 'a "b"', Via: 'c' } } } },
  ],
  'an authority': [
    registryOf('docker.io', { mirrors: [mirrorOf(`${M}:5443`, { ca })] }),
    { server: hub, host: { [`${M}:5443`]: { ...usual, ca: `${tls}/m.example:5443/ca.crt` } } },
  ],
  'a client certificate': [
    registryOf('docker.io', { mirrors: [mirrorOf(M, { clientCert })] }),
    {
      server: hub,
      host: { [M]: { ...usual, client: [[`${tls}/m.example/client.cert`, `${tls}/m.example/client.key`]] } },
    },
  ],
  'any certificate': [
    registryOf('docker.io', { mirrors: [mirrorOf(M, { skipVerify: true })] }),
    { server: hub, host: { [M]: { ...usual, skip_verify: true } } },
  ],
  'plain HTTP': [
    registryOf('docker.io', { mirrors: [mirrorOf('http://m.example:5000')] }),
    { server: hub, host: { 'http://m.example:5000': usual } },
  ],
  'another server': [
    registryOf('quay.io', { server: 'https://s.example:8443', mirrors: [mirrorOf(M)] }),
    { server: 'https://s.example:8443', host: { [M]: usual } },
  ],
  // containerd before 2.0 takes no file without a host.
  'a registry without mirrors': [
    registryOf('r.example:5000', { ca }),
    {
      server: 'https://r.example:5000',
      ca: `${tls}/r.example:5000/ca.crt`,
      host: { 'https://r.example:5000': { ca: `${tls}/r.example:5000/ca.crt` } },
    },
  ],
  'every other registry': [
    registryOf('_default', { skipVerify: true, mirrors: [mirrorOf(M)] }),
    { skip_verify: true, host: { [M]: usual } },
  ],
}

describe('hosts.toml', () => {
  it.each(Object.entries(features))('says %s', (_, [registry, expected]) => {
    expect(only(registry)).toEqual(expected)
  })

  it('names mirrors in their order, the settings of each below it', () => {
    const mirrors = [
      mirrorOf('https://z.example', { headers: { A: 'b' } }),
      mirrorOf(M, { ca }),
      mirrorOf('http://a.example'),
    ]
    const [{ path, text } = { path: '', text: '' }] = written(
      clusterWith('containerd', [registryOf('docker.io', { mirrors })]),
    )
    expect(path).toBe('/etc/containerd/certs.d/docker.io/hosts.toml')
    expect(text).toBe(`# Written by nodeprep
server = "https://registry-1.docker.io"

[host."https://z.example"]
  capabilities = ["pull", "resolve"]

  [host."https://z.example".header]
    "A" = "b"

[host."https://m.example"]
  capabilities = ["pull", "resolve"]
  ca = "/etc/containerd/nodeprep/m.example/ca.crt"

[host."http://a.example"]
  capabilities = ["pull", "resolve"]
`)
  })

  it('has what is said of a server wherever that is asked', () => {
    const registries = [
      registryOf('docker.io', { mirrors: [mirrorOf('https://r.lab:5443')] }),
      registryOf('r.lab:5443', { ca }),
    ]
    const [docker = { text: '' }] = written(clusterWith('containerd', registries))
    expect(parse(docker.text)['host']).toEqual({ 'https://r.lab:5443': { ...usual, ca: `${tls}/r.lab:5443/ca.crt` } })
  })

  it('asks an insecure registry by HTTPS, whatever its certificate, and then without TLS', () => {
    const mirrors = [mirrorOf('https://r.lab:5000/v2/docker.io', { overridePath: true })]
    const registries = [registryOf('r.lab:5000', { insecure: true }), registryOf('docker.io', { mirrors })]
    const files = written(clusterWith('containerd', registries)).map(({ path, text }) => [path, parse(text)] as const)
    const asked = { ...usual, override_path: true }
    expect(Object.fromEntries(files)).toEqual({
      '/etc/containerd/certs.d/docker.io/hosts.toml': {
        server: hub,
        host: {
          'https://r.lab:5000/v2/docker.io': { ...asked, skip_verify: true },
          'http://r.lab:5000/v2/docker.io': asked,
        },
      },
      '/etc/containerd/certs.d/r.lab:5000/hosts.toml': {
        server: 'http://r.lab:5000',
        host: { 'https://r.lab:5000': { skip_verify: true } },
      },
    })
  })

  it("says the presets' mirrors, whose path is below the API", () => {
    const cluster = clusterOf({ runtime: { kind: 'containerd', version: '' }, mirror: { preset: 'daocloud' } })
    const hosts = written(cluster).map(({ text }) => Object.keys(parse(text)['host'] as object))
    expect(hosts).toEqual([
      ['https://m.daocloud.io/v2/docker.io'],
      ['https://m.daocloud.io/v2/ghcr.io'],
      ['https://m.daocloud.io/v2/quay.io'],
    ])
  })
})
