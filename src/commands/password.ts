import type { Cluster, Host } from '../cluster/cluster.ts'
import { MAX_PASSWORD_SIZE } from '../config/load.ts'
import { NOT_A_PASSWORD, passwordOf } from '../config/password-text.ts'
import { readText } from '../yaml/read-text.ts'
import { NodeprepError } from '../errors.ts'
import type { Secrets } from '../report/secrets/secrets.ts'
import type { Io } from './io.ts'
import type { Prompter } from './prompter.ts'
import { registryVariables } from './registry-passwords.ts'

/** The variable that holds the passphrase of encrypted keys. */
export const KEY_PASSPHRASE = 'NODEPREP_KEY_PASSPHRASE'

/**
 * Where sudo passwords come from: an environment variable, a file, or a question that is asked once for all hosts.
 * Rejects with a NodeprepError when the variable or file is not there.
 */
export function sudoPasswords(
  io: Io,
  prompter: Prompter,
  secrets: Secrets,
): (host: Host) => Promise<string | undefined> {
  let asked: Promise<string | undefined> | undefined

  async function find({ name, become: { password } }: Host): Promise<string | undefined> {
    if (password === undefined) return undefined
    if (password === 'ask') {
      const typed = await (asked ??= prompter.ask('sudo password: ', { hidden: true }))
      return typed === undefined ? undefined : oneLine(typed, `${name}: the sudo password that was typed`)
    }
    return 'env' in password ? fromEnv(name, password.env) : fromFile(name, password.file)
  }

  function fromEnv(host: string, variable: string): string {
    const value = io.env[variable]
    if (value !== undefined && value !== '') return oneLine(value, `${host}: the sudo password in ${variable}`)
    throw new NodeprepError('become-failed', `${host}: the sudo password's variable ${variable} is not set`, {
      remedy: `Set ${variable} in the environment of nodeprep.`,
    })
  }

  function fromFile(host: string, file: string): string {
    try {
      const password = oneLine(readText(file, MAX_PASSWORD_SIZE), `${host}: the sudo password in ${file}`)
      if (password !== '') return password
    } catch (cause) {
      if (cause instanceof NodeprepError && cause.code === 'become-failed') throw cause
      throw new NodeprepError('become-failed', `${host}: the sudo password's file ${file} cannot be read`, { cause })
    }
    throw new NodeprepError('become-failed', `${host}: the sudo password's file ${file} is empty`)
  }

  return async (host) => {
    const password = await find(host)
    if (password !== undefined) secrets.register(password, `the sudo password ${sourceOf(host)}`)
    return password
  }
}

function sourceOf({ become: { password } }: Host): string {
  if (typeof password !== 'object') return 'that was typed'
  return 'env' in password ? `in ${password.env} (become.password)` : `in ${password.file} (become.password)`
}

/** What goes to sudo is one line: whatever came after it would reach the shell that sudo starts. */
function oneLine(text: string, what: string): string {
  const password = passwordOf(text)
  if (password !== undefined) return password
  throw new NodeprepError('become-failed', `${what} is not a password: ${NOT_A_PASSWORD}`, {
    remedy: 'Keep the password alone there, with a newline at its end at most.',
  })
}

/**
 * The environment for the programs that nodeprep starts, without passwords of sudo and registries, which would otherwise
 * be in the environment of every one of them. The passphrase of a key is left to the ssh that has to unlock it.
 */
export function environmentOfChildren(cluster: Cluster, env: Io['env']): Io['env'] {
  const sources = cluster.hosts.map(({ become }) => become.password)
  const sudo = sources.flatMap((source) => (typeof source === 'object' && 'env' in source ? [source.env] : []))
  const names = [...sudo, ...registryVariables(cluster)]
  for (const name of [...names, KEY_PASSPHRASE]) Reflect.deleteProperty(process.env, name)
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)))
}
