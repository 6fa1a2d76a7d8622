import { expect, it } from 'vitest'
import type { Prompter } from '../../src/commands/prompter.ts'
import { environmentOfChildren } from '../../src/commands/password.ts'
import { registryCredentials } from '../../src/commands/registry-passwords.ts'
import { Secrets } from '../../src/report/secrets/secrets.ts'
import { clusterWith, mirrorOf, registryOf } from '../registries/registry-fixtures.ts'

/** Somebody at a terminal who gives these answers, and remembers the questions. */
function somebody(...answers: (string | undefined)[]) {
  const questions: unknown[] = []
  const ask = async (...question: unknown[]) => {
    questions.push(question)
    return Promise.resolve(answers.shift())
  }
  return { questions, prompter: { available: true, ask } as unknown as Prompter }
}

const asked = { username: 'puller', password: 'ask' } as const
const registries = [
  registryOf('docker.io', { mirrors: [mirrorOf('https://m.example', { auth: asked })] }),
  registryOf('ghcr.io', { mirrors: [mirrorOf('https://m.example/v2/ghcr.io', { overridePath: true, auth: asked })] }),
  registryOf('r.example', { auth: { username: 'me', password: { env: 'R_PASSWORD' } } }),
  registryOf('s.example', { auth: { username: 'me', password: { insecure: 'written' } } }),
]
const pullSecret = { name: 'registry-auth', namespaces: ['default'] }
const cluster = clusterWith('containerd', registries, { pullSecret })

it('a password is asked for once for a server, without showing what is typed', async () => {
  const { questions, prompter } = somebody('typed-in')
  const { passwords } = await registryCredentials(cluster, { R_PASSWORD: 'from-env' }, prompter, new Secrets())
  expect(questions).toEqual([['password of puller at m.example: ', { hidden: true }]])
  expect(Object.fromEntries(passwords)).toEqual({
    'm.example': 'typed-in',
    'r.example': 'from-env',
    's.example': 'written',
  })
})

it('whoever leaves without an answer has given none', async () => {
  const { prompter } = somebody(undefined)
  const credentials = registryCredentials(cluster, { R_PASSWORD: 'from-env' }, prompter, new Secrets())
  await expect(credentials).rejects.toThrow('password of puller at m.example: none was given')
})

it('passwords are kept out of everything that is shown, in every form that they are written down in', async () => {
  const secrets = new Secrets()
  const { prompter } = somebody('typed-in')
  await registryCredentials(cluster, { R_PASSWORD: 'from-env' }, prompter, secrets)
  const basic = Buffer.from('puller:typed-in').toString('base64')
  const said = secrets.scrub(`typed-in from-env written ${basic}`)
  expect(said).toBe('[secret] [secret] [secret] [secret]')
})

it('the password of the proxy is read with them, kept out of everything that is shown, and its variable given to no program', async () => {
  const proxy = {
    http: 'http://p:1',
    https: 'http://p:1',
    noProxy: [],
    auth: { username: 'me', password: { env: 'P' } },
  }
  const through = { ...clusterWith('containerd', [], {}), proxy }
  const secrets = new Secrets()
  const { proxyPassword, passwords } = await registryCredentials(
    through,
    { P: 'p@ssw/rd' },
    somebody().prompter,
    secrets,
  )
  expect([proxyPassword, passwords.size]).toEqual(['p@ssw/rd', 0])
  const basic = Buffer.from('me:p@ssw/rd').toString('base64')
  expect(secrets.scrub(`p%40ssw%2Frd ${basic}`)).toBe('[secret] [secret]')
  expect(environmentOfChildren(through, { P: 'p@ssw/rd', PATH: '/bin' })).toEqual({ PATH: '/bin' })
  await expect(registryCredentials(through, {}, somebody().prompter, secrets)).rejects.toThrow(
    'password of me at the proxy: the variable P is not set',
  )
})

it('variables with passwords are not in the environment of the programs that nodeprep starts', () => {
  expect(environmentOfChildren(cluster, { R_PASSWORD: 'from-env', PATH: '/bin' })).toEqual({ PATH: '/bin' })
})
