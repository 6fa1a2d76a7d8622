import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { facts } from '../report/events.ts'
import { cli } from './cli.ts'
import { clusterYaml, eachInFolder } from './folder.ts'

const folder = eachInFolder()
const run = (args: string[], env: Record<string, string> = {}) => cli(args, folder.path, env)
const render = ['render', 'c.yaml', '--host', 'cp1', '--facts', 'facts.json']
const registries = `  runtime: { kind: containerd }
  registries:
    - host: docker.io
      mirrors:
        - url: https://m.example:5443
          caFile: ca.pem
          clientCert: { certFile: ca.pem, keyFile: client.key }
          auth: { username: puller, passwordFile: password }
    - { host: r.example, auth: { username: me, passwordEnv: REGISTRY_PASSWORD } }
  pullSecret: { namespaces: [default] }
  cni:`

beforeEach(() => {
  folder.write('c.yaml', clusterYaml.replace('  cni:', registries))
  folder.write('facts.json', JSON.stringify({ cp1: facts, w1: { ...facts, hostname: 'w1', address: '10.0.0.12' } }))
  folder.write('ca.pem', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n')
})

function provide(): Record<string, string> {
  folder.write('password', 'from-the-file\nsecond line\n')
  folder.write('client.key', '-----BEGIN PRIVATE KEY-----\nMIICkey\n-----END PRIVATE KEY-----\n')
  return { REGISTRY_PASSWORD: 'from-the-variable' }
}

const missing = (path: string) => [
  'error: cluster.yaml refers to what is not there',
  `password of puller at m.example:5443: cannot read ${join(path, 'password')}: there is no such file`,
  'password of me at r.example: the variable REGISTRY_PASSWORD is not set',
  `cannot read ${join(path, 'client.key')}: there is no such file`,
  '  Nothing was done on any host.\n',
]

test('what is missing is named all at once, before any host is met', async () => {
  const expected = { exitCode: 2, stdout: '', stderr: missing(folder.path).join('\n') }
  expect(await run(render)).toEqual(expected)
  expect(await run(['plan', 'c.yaml'])).toEqual(expected)
})

test('validate looks whether it is there', async () => {
  const { exitCode, stderr } = await run(['validate', 'c.yaml'])
  expect([exitCode, stderr]).toEqual([
    2,
    missing(folder.path).join('\n').replaceAll('no such file', 'no such file, or no permission'),
  ])
  const json = await run(['validate', 'c.yaml', '--output', 'json'])
  expect(JSON.parse(json.stdout)).toMatchObject({ valid: false, problems: [{}, { path: 'spec.registries' }, {}] })
  expect((await run(['validate', 'c.yaml'], provide())).exitCode).toBe(0)
})

test('passwords and keys get into the program of a host, and its files are for root alone', async () => {
  const { exitCode, stdout, stderr } = await run(render, provide())
  expect([exitCode, stderr]).toEqual([0, ''])
  expect(stdout).toContain('password = "from-the-file"')
  expect(stdout).toContain('password = "from-the-variable"')
  expect(stdout).toMatch(
    /np_put content_\d+ '?\/etc\/containerd\/nodeprep\/m\.example:5443\/client\.key'? 0600 root root/,
  )
  expect(stdout).toMatch(/np_put \S+ \/etc\/containerd\/config\.toml 0600 root root/)
  expect(stdout).not.toContain('second line')
})

test.each([
  ['password', '\n', 'is empty'],
  ['password', 'abc\n', 'it has fewer than 4 characters, too few to be kept secret'],
  ['client.key', 'nothing\n', 'there is no private key (PEM) in it'],
  ['client.key', '-----BEGIN ENCRYPTED PRIVATE KEY-----\n', 'the key has a passphrase, which no runtime can be told'],
])('%s with %j is refused', async (name, text, message) => {
  const env = provide()
  folder.write(name, text)
  const { exitCode, stderr } = await run(render, env)
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)])
})

test('a password that would have to be asked for is missing without a terminal', async () => {
  folder.write(
    'c.yaml',
    clusterYaml.replace('  cni:', registries).replace('passwordFile: password', 'passwordPrompt: true'),
  )
  const { stderr } = await run(render, provide())
  expect(stderr).toContain('password of puller at m.example:5443: there is no terminal to ask on')
})

test.each([
  ['nothing', 'there is no certificate (PEM) in it'],
  ['-----BEGIN PRIVATE KEY-----\nMIIC\n-----END PRIVATE KEY-----', 'there is a private key in it'],
])('a certificate that is %j is a mistake in cluster.yaml, with its place', async (text, message) => {
  folder.write('ca.pem', `${text}\n`)
  const { exitCode, stderr } = await run(['validate', 'c.yaml'], provide())
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(/^c\.yaml:11:19 spec\.registries\.0\.mirrors\.0\.caFile: ca\.pem: /)
  expect(stderr).toContain(message)
})
