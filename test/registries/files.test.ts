import { expect, it } from 'vitest'
import { registryFiles } from '../../src/registries/files.ts'
import { runtimes } from '../../src/runtimes/runtimes.ts'
import { ca, clientCert, clusterWith, credentialsOf, KEY, mirrorOf, PEM, registryOf } from './registry-fixtures.ts'

const given = [
  registryOf('docker.io', { mirrors: [mirrorOf('https://m.example:5443', { ca, clientCert })] }),
  registryOf('m.example:5443'),
]
const written = (text: string) => `# Written by nodeprep\n${text}`

it.each([
  ['cri-o', '/etc/containers/certs.d', []],
  ['containerd', '/etc/containerd/nodeprep', ['docker.io', 'm.example:5443']],
] as const)('%s finds certificates and keys below %s, once for each server', (kind, folder, hosts) => {
  const files = registryFiles(clusterWith(kind, given), credentialsOf({}), runtimes[kind].registries)
  const at = `${folder}/m.example:5443`
  expect(files.certificates).toEqual([
    { name: 'm.example:5443-ca', path: `${at}/ca.crt`, content: written(PEM) },
    { name: 'm.example:5443-client', path: `${at}/client.cert`, content: written(PEM) },
  ])
  expect(files.keys).toEqual([{ name: 'm.example:5443', path: `${at}/client.key`, content: written(KEY) }])
  const hostsFiles = hosts.map((host) => `/etc/containerd/certs.d/${host}/hosts.toml`)
  expect(files.wanted.split(' ')).toEqual([`${at}/ca.crt`, `${at}/client.cert`, `${at}/client.key`, ...hostsFiles])
  expect(files.places.split(' ')).toEqual(expect.arrayContaining([`${folder}/*/*`]))
})
