import { accessSync, constants, statSync } from 'node:fs'
import type { Cluster, RegistryAccess, RegistryAuth } from '../cluster/cluster.ts'
import { MAX_PASSWORD_SIZE } from '../config/load.ts'
import { NOT_A_PASSWORD, passwordOf } from '../config/password-text.ts'
import { readText } from '../yaml/read-text.ts'
import { messageOf, NodeprepError } from '../errors.ts'
import type { Credentials } from '../registries/credentials.ts'
import { pullSecretData } from '../registries/accounts.ts'
import { registryAccesses } from '../registries/servers.ts'
import type { Secrets } from '../report/secrets/secrets.ts'
import { runtimeOf } from '../runtimes/runtimes.ts'
import type { Io } from './io.ts'
import type { Prompter } from './prompter.ts'

const MAX_SIZE = MAX_PASSWORD_SIZE
/** What is shorter cannot be kept out of logs without making them unreadable. */
const SHORTEST = 4

/** The accounts of a cluster, each server's once. */
function accounts({ registries }: Cluster): ReadonlyMap<string, RegistryAuth> {
  const all = registryAccesses(registries).flatMap(([host, { auth }]) => (auth ? [[host, auth] as const] : []))
  return new Map(all)
}

function keyFiles({ registries }: Cluster): ReadonlySet<string> {
  const all: readonly RegistryAccess[] = registries.flatMap((registry) => [registry, ...registry.mirrors])
  return new Set(all.flatMap(({ clientCert }) => (clientCert ? [clientCert.keyFile] : [])))
}

interface Account {
  /** Key of cluster.yaml that has it. */
  readonly path: 'spec.proxy' | 'spec.registries'
  /** The server, or what it is, for people. */
  readonly where: string
  readonly auth: RegistryAuth
}

/** Every account, at a registry or the proxy. */
function allAccounts(cluster: Cluster): readonly Account[] {
  const ofRegistries = [...accounts(cluster)].map(([where, auth]): Account => ({
    path: 'spec.registries',
    where,
    auth,
  }))
  const { auth } = cluster.proxy ?? {}
  return auth ? [...ofRegistries, { path: 'spec.proxy', where: 'the proxy', auth }] : ofRegistries
}

/** Something that cluster.yaml refers to and that is not there. */
interface Missing {
  readonly path: string
  readonly message: string
}

/** Names of the environment variables that hold passwords of registries and of the proxy. */
export function registryVariables(cluster: Cluster): readonly string[] {
  const sources = allAccounts(cluster).map(({ auth }) => auth.password)
  return sources.flatMap((source) => (typeof source === 'object' && 'env' in source ? [source.env] : []))
}

/**
 * Reads the passwords and keys of registries and the proxy, asking where that is wanted, and makes the run keep them secret. Rejects
 * with one NodeprepError that names all that are missing.
 */
export async function registryCredentials(
  cluster: Cluster,
  env: Io['env'],
  prompter: Prompter,
  secrets: Secrets,
): Promise<Credentials> {
  const passwords = new Map<string, string>()
  const keys = new Map<string, string>()
  const missing: Missing[] = []
  const attempt = async (path: string, take: () => Promise<void> | void) => {
    try {
      await take()
    } catch (error) {
      if (!(error instanceof NodeprepError)) throw error
      missing.push({ path, message: error.message })
    }
  }
  let proxyPassword: string | undefined
  for (const { path, where, auth } of allAccounts(cluster))
    await attempt(path, async () => {
      const { username, password } = auth
      const what = `password of ${username} at ${where}`
      const text = password === 'ask' ? await ask(what, prompter) : given(what, password, env)
      const found = passwordOf(text)
      if (found === undefined) throw lacking(`${what}: not a password: ${NOT_A_PASSWORD}`)
      if (found.length < SHORTEST)
        throw lacking(`${what}: it has fewer than ${SHORTEST} characters, too few to be kept secret`)
      secrets.register(found)
      secrets.register(Buffer.from(`${username}:${found}`).toString('base64'))
      if (path === 'spec.proxy') proxyPassword = found
      else passwords.set(where, found)
    })
  for (const path of keyFiles(cluster))
    await attempt('spec.registries', () => {
      const text = readKey(path)
      secrets.register(text)
      keys.set(path, text)
    })
  refuse(missing)
  secrets.register(pullSecretData(cluster, { passwords, keys }, runtimeOf(cluster).registries))
  return { passwords, keys, proxyPassword }
}

async function ask(what: string, prompter: Prompter): Promise<string> {
  const answer = prompter.available ? await prompter.ask(`${what}: `, { hidden: true }) : undefined
  if (answer !== undefined && answer !== '') return answer
  throw lacking(`${what}: ${prompter.available ? 'none was given' : 'there is no terminal to ask on'}`)
}

function given(what: string, source: Exclude<RegistryAuth['password'], 'ask'>, env: Io['env']): string {
  if ('insecure' in source) return source.insecure
  const found = 'env' in source ? env[source.env] : firstLine(what, source.file)
  if (found !== undefined && found !== '') return found
  throw lacking(`${what}: ${'env' in source ? `the variable ${source.env} is not set` : `${source.file} is empty`}`)
}

function firstLine(what: string, file: string): string | undefined {
  try {
    return readText(file, MAX_SIZE).split(/\r?\n/, 1)[0]
  } catch (error) {
    throw lacking(`${what}: ${messageOf(error)}`)
  }
}

function readKey(path: string): string {
  const text = readText(path, MAX_SIZE)
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) throw lacking(`${path}: there is no private key (PEM) in it`)
  if (!/ENCRYPTED/.test(text)) return text
  throw lacking(`${path}: the key has a passphrase, which no runtime can be told`)
}

const lacking = (message: string) => new NodeprepError('invalid-input', message)

/** Passwords and keys that cluster.yaml refers to and that are not there, all of them; code `invalid-input`. */
export class MissingSecrets extends NodeprepError {
  readonly missing: readonly Missing[]

  constructor(missing: readonly Missing[]) {
    const lines = missing.map(({ message }) => message)
    super('invalid-input', `cluster.yaml refers to what is not there\n${lines.join('\n')}`, {
      remedy: 'Nothing was done on any host.',
    })
    this.name = 'MissingSecrets'
    this.missing = missing
  }
}

function refuse(missing: readonly Missing[]): void {
  if (missing.length > 0) throw new MissingSecrets(missing)
}

/** Throws what {@link registryCredentials} would, as far as it can be seen without reading a secret or asking for one. */
export function requireRegistrySecrets(cluster: Cluster, env: Io['env']): void {
  const passwords = allAccounts(cluster).flatMap(({ path, where, auth }) => {
    const { username, password } = auth
    const what = `password of ${username} at ${where}`
    const lacks = (message: string) => ({ path, message: `${what}: ${message}` })
    if (typeof password !== 'object' || 'insecure' in password) return []
    if ('file' in password) return unreadable(password.file).map(lacks)
    return env[password.env] ? [] : [lacks(`the variable ${password.env} is not set`)]
  })
  const keys = [...keyFiles(cluster)].flatMap(unreadable).map((message) => ({ path: 'spec.registries', message }))
  refuse([...passwords, ...keys])
}

function unreadable(path: string): readonly string[] {
  try {
    accessSync(path, constants.R_OK)
    return statSync(path).isFile() ? [] : [`cannot read ${path}: it is no file`]
  } catch {
    return [`cannot read ${path}: there is no such file, or no permission`]
  }
}
