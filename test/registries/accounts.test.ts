import { expect, it } from 'vitest'
import { noCredentials } from '../../src/registries/credentials.ts'
import { pullSecretData } from '../../src/registries/accounts.ts'
import { registryAccounts } from '../../src/runtimes/containerd/accounts.ts'
import { crioAuthFile } from '../../src/runtimes/cri-o/auth-file.ts'
import { runtimes } from '../../src/runtimes/runtimes.ts'
import { accountOf, clusterWith, credentialsOf, mirrorOf, registryOf } from './registry-fixtures.ts'

const given = [
  registryOf('docker.io', {
    auth: accountOf('hub'),
    mirrors: [mirrorOf('https://m.example:5443/v2', { auth: accountOf('puller') })],
  }),
  registryOf('quay.io', { mirrors: [mirrorOf('https://m.example:5443/v2/quay.io', { overridePath: true })] }),
  registryOf('r.example', { server: 'https://s.example:8443', auth: accountOf('me') }),
  registryOf('ghcr.io'),
]
const credentials = credentialsOf({ 'docker.io': 'hubpass', 'm.example:5443': 'p@ss:"w', 's.example:8443': 'mine' })
const auth = (username: string, password: string) => ({
  auth: Buffer.from(`${username}:${password}`).toString('base64'),
})
const entry = (username: string, password: string) => ({ username, password, ...auth(username, password) })
const pullSecret = { name: 'registry-auth', namespaces: ['default'] }

it('containerd gets the accounts by the hosts that it asks; Docker Hub is registry-1.docker.io', () => {
  expect(registryAccounts(clusterWith('containerd', given), credentials)).toEqual({
    'registry-1.docker.io': { auth: { username: 'hub', password: 'hubpass' } },
    'm.example:5443': { auth: { username: 'puller', password: 'p@ss:"w' } },
    's.example:8443': { auth: { username: 'me', password: 'mine' } },
  })
})

it('CRI-O gets them as a file of accounts by server', () => {
  expect(JSON.parse(crioAuthFile(clusterWith('cri-o', given), credentials))).toEqual({
    auths: {
      'docker.io': auth('hub', 'hubpass'),
      'm.example:5443': auth('puller', 'p@ss:"w'),
      's.example:8443': auth('me', 'mine'),
    },
  })
})

it('without passwords there is no account, and without accounts no file', () => {
  expect(registryAccounts(clusterWith('containerd', given), noCredentials)).toEqual({})
  expect(crioAuthFile(clusterWith('cri-o', given), noCredentials)).toBe('')
  expect(pullSecretData(clusterWith('cri-o', given), credentials, runtimes['cri-o'].registries)).toBe('')
})

const secretOf = (kind: 'cri-o' | 'containerd') => {
  const data = pullSecretData(clusterWith(kind, given, { pullSecret }), credentials, runtimes[kind].registries)
  return JSON.parse(Buffer.from(data, 'base64').toString()) as { auths: object }
}

it("the pull secret for containerd, which shows a pod's account to mirrors, has a mirror's under the registry's name", () => {
  expect(secretOf('containerd').auths).toEqual({
    'https://index.docker.io/v1/': entry('puller', 'p@ss:"w'),
    'quay.io': entry('puller', 'p@ss:"w'),
    'm.example:5443': entry('puller', 'p@ss:"w'),
    's.example:8443': entry('me', 'mine'),
    'r.example': entry('me', 'mine'),
  })
})

it("the pull secret for CRI-O, which does not, has a registry's own account alone", () => {
  expect(secretOf('cri-o').auths).toEqual({
    'https://index.docker.io/v1/': entry('hub', 'hubpass'),
    'm.example:5443': entry('puller', 'p@ss:"w'),
    's.example:8443': entry('me', 'mine'),
    'r.example': entry('me', 'mine'),
  })
})
