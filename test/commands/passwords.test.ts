import { expect, it } from 'vitest'
import { sudoPasswords } from '../../src/commands/password.ts'
import type { Io } from '../../src/commands/io.ts'
import type { Prompter } from '../../src/commands/prompter.ts'
import { registryCredentials } from '../../src/commands/registry-passwords.ts'
import type { Become, Host } from '../../src/cluster/cluster.ts'
import { Secrets } from '../../src/report/secrets/secrets.ts'
import { clusterWith, registryOf } from '../registries/registry-fixtures.ts'
import { cli } from './cli.ts'
import { clusterYaml, eachInFolder } from './folder.ts'

// The channel that a sudo password is written to becomes the stdin of root's shell: a second line would be root's command.
const folder = eachInFolder()
const hostile = 'geheim\ntouch /root/pwned'

function passwordOn(password: Become['password'], env: Io['env'] = {}, typed = '') {
  const prompter = { available: true, ask: () => Promise.resolve(typed) } as unknown as Prompter
  const host = { name: 'w1', become: { method: 'sudo', password } } as unknown as Host
  return sudoPasswords({ env } as Io, prompter, new Secrets())(host)
}

it.each([
  ['geheim', 'geheim'],
  ['geheim\n', 'geheim'],
  ['geheim\r\n', 'geheim'],
  ['ge heim \n', 'ge heim '],
])('a sudo password %j from a variable or a file is %j: one line ending is no part of it', async (text, password) => {
  const file = folder.write('password', text)
  expect(await passwordOn({ env: 'SUDO' }, { SUDO: text })).toBe(password)
  expect(await passwordOn({ file })).toBe(password)
})

it.each([hostile, 'geheim\n\n', 'geheim\r', 'ge\0heim', 'geheim\x1b[A', 'ge\theim'])(
  'a sudo password %j is refused wherever it comes from, and not shown',
  async (text) => {
    const file = folder.write('password', text)
    const refused = [passwordOn({ env: 'SUDO' }, { SUDO: text }), passwordOn({ file }), passwordOn('ask', {}, text)]
    for (const password of refused)
      await expect(password).rejects.toMatchObject({
        code: 'become-failed',
        message: expect.stringMatching(
          /^w1: the sudo password .* is not a password: it has more than one line/,
        ) as string,
      })
    await Promise.allSettled(refused)
  },
)

it('an empty password file is named', async () => {
  await expect(passwordOn({ file: folder.write('password', '\n') })).rejects.toThrow(/password is empty$/)
})

const nobody = { available: false } as unknown as Prompter
const registries = (password: object) => [registryOf('r.example', { auth: { username: 'me', password } as never })]
it.each(['geheim\r', 'ge\theim'])('the password %j of a registry is refused wherever it comes from', async (text) => {
  const file = folder.write('password', text)
  for (const source of [{ env: 'R' }, { file }, { insecure: text }]) {
    const cluster = clusterWith('containerd', registries(source))
    const credentials = registryCredentials(cluster, { R: text }, nobody, new Secrets())
    await expect(credentials).rejects.toThrow('password of me at r.example: not a password: it has more than one line')
  }
})

it('passwords with more than a line are refused at their place in cluster.yaml, before any host is met', async () => {
  const yaml = clusterYaml
    .replace('ssh: { user: root, port: 1 }', 'ssh: { user: ops, port: 1, become: { password: { env: SUDO } } }')
    .replace('role: worker }', 'role: worker, ssh: { become: { password: { file: password } } } }')
    .replace(
      '  hosts:',
      `  registries:
    - { host: r.example, auth: { username: me, passwordEnv: REGISTRY } }
    - { host: s.example, auth: { username: me, insecurePassword: "a\\nb" } }
  hosts:`,
    )
  folder.write('cluster.yaml', yaml)
  folder.write('password', hostile)
  const env = { SUDO: hostile, REGISTRY: hostile }
  for (const command of ['validate', 'plan']) {
    const { exitCode, stderr } = await cli([command, 'cluster.yaml'], folder.path, env)
    expect(exitCode).toBe(2)
    expect(stderr.match(/^.*not a password.*$/gm)).toEqual([
      'cluster.yaml:7:57 spec.ssh.become.password.env: SUDO: not a password: it has more than one line or holds a control character',
      expect.stringMatching(
        /^cluster.yaml:9:\d+ spec.registries.0.auth.passwordEnv: REGISTRY: not a password/,
      ) as string,
      expect.stringMatching(/^cluster.yaml:10:\d+ spec.registries.1.auth.insecurePassword: not a password/) as string,
      expect.stringMatching(/^cluster.yaml:13:\d+ spec.hosts.1.ssh.become.password.file: password: not a/) as string,
    ])
    expect(stderr).not.toContain('pwned')
  }
})
