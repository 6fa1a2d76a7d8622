import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { NodeprepError } from '../../errors.ts'
import { configMatters } from './config-matters.ts'
import type { TransportOptions } from '../run-options.ts'

/** The part of the user's resolved OpenSSH configuration that nodeprep goes by; keywords as `ssh -G` prints them. */
export interface SshConfig {
  readonly hostname: string
  readonly user: string | undefined
  readonly port: number
  readonly addressFamily: string
  readonly bindAddress: string | undefined
  readonly identityFiles: readonly string[]
  readonly identitiesOnly: boolean
  readonly identityAgent: string | undefined
  readonly userKnownHosts: readonly string[]
  readonly globalKnownHosts: readonly string[]
  readonly hostKeyAlias: string | undefined
  readonly hashKnownHosts: boolean
  readonly proxyJump: string | undefined
  /** Settings in effect that only the system's ssh can honour, e.g. `ProxyCommand`. */
  readonly beyondNodeSsh: readonly string[]
}

/** What to ask about: Match blocks may depend on the user and the port. */
export interface Question {
  readonly host: string
  readonly user: string | undefined
  readonly port: number | undefined
}

const identityNames = ['id_rsa', 'id_ecdsa', 'id_ecdsa_sk', 'id_ed25519', 'id_ed25519_sk', 'id_xmss', 'id_dsa']
const onlyOpenssh = {
  proxycommand: 'ProxyCommand',
  certificatefile: 'CertificateFile',
  pkcs11provider: 'PKCS11Provider',
  knownhostscommand: 'KnownHostsCommand',
  revokedhostkeys: 'RevokedHostKeys',
  bindinterface: 'BindInterface',
} as const

/**
 * Asks `ssh -G` what the user's OpenSSH configuration says about a host: Include, Match and patterns are OpenSSH's own
 * business. That costs about 8 ms, so it is left out where no configuration could change anything, and where there is
 * no ssh. Once a run for each question.
 */
export async function sshConfigOf(question: Question, options: TransportOptions): Promise<SshConfig> {
  const { host, user, port } = question
  return options.memo.get(`ssh -G ${JSON.stringify([host, user, port])}`, async () => {
    const matters = await options.memo.get(matter, () => configMatters(options, options.acceptNewHostKeys))
    const printed = matters ? await runSsh(question, options) : ''
    return parseSshConfig(printed, host, options.home)
  })
}

const matter = 'ssh config matters'

/** For a run that files host keys: whether they are to be hashed counts, which otherwise is not worth asking ssh. */
export function heedHashing(options: TransportOptions): void {
  void options.memo.get(matter, () => configMatters(options, true))
}

const enough = pLimit(8)

function runSsh({ host, user, port }: Question, options: TransportOptions): Promise<string> {
  return enough(async () => {
    const args = ['-G', ...(await configArguments(options))]
    if (user !== undefined) args.push('-l', user)
    if (port !== undefined) args.push('-p', String(port))
    // execa would say the same, but takes 20 ms to load, which is more than the whole question takes.
    return new Promise<string>((resolve, reject) => {
      execFile('ssh', [...args, '--', host], { encoding: 'utf8' }, (error, stdout, stderr) => {
        if (!error) resolve(stdout)
        else if (error.code === 'ENOENT') resolve('')
        else reject(badConfig(host, stderr))
      })
    })
  })
}

function badConfig(host: string, stderr: string): NodeprepError {
  const lines = stderr.split('\n').map((line) => line.trim())
  const complaint = lines.filter((line) => line !== '' && !line.startsWith('Pseudo-terminal')).join('; ')
  return new NodeprepError('invalid-input', `OpenSSH does not accept ${host} or its own configuration: ${complaint}`, {
    remedy: `Run \`ssh -G -- '${host}'\` and put right what it says.`,
  })
}

/** The arguments that make ssh read another configuration than the one in the home of whoever runs it. */
export async function configArguments({ customHome, userConfig, systemConfig }: TransportOptions): Promise<string[]> {
  if (!customHome) return []
  for (const file of [userConfig, systemConfig]) {
    const found = await access(file).then(
      () => true,
      () => false,
    )
    if (found) return ['-F', file]
  }
  return ['-F', 'none']
}

/** Reads what `ssh -G` printed; what it did not say is as OpenSSH's defaults have it. */
export function parseSshConfig(printed: string, host: string, home: string): SshConfig {
  const values = new Map<string, string[]>()
  for (const line of printed.split('\n')) {
    const space = line.indexOf(' ')
    if (space < 0) continue
    const value = line.slice(space + 1)
    const keyword = line.slice(0, space)
    values.set(keyword, [...(values.get(keyword) ?? []), value])
  }
  // `none` is how OpenSSH writes that a setting is switched off.
  const one = (keyword: string): string | undefined => values.get(keyword)?.find((value) => value !== 'none')
  const list = (keyword: string): string[] | undefined => one(keyword)?.split(' ')
  const user = (name: string): string => join(home, '.ssh', name)
  return {
    hostname: one('hostname') ?? host,
    user: one('user'),
    port: /^[1-9]\d{0,4}$/.test(one('port') ?? '') ? Math.min(65_535, Number(one('port'))) : 22,
    addressFamily: one('addressfamily') ?? 'any',
    bindAddress: one('bindaddress'),
    identityFiles: values.get('identityfile')?.filter((file) => file !== 'none') ?? identityNames.map(user),
    identitiesOnly: one('identitiesonly') === 'yes',
    identityAgent: values.get('identityagent')?.[0],
    userKnownHosts: values.has('userknownhostsfile')
      ? (list('userknownhostsfile') ?? [])
      : [user('known_hosts'), user('known_hosts2')],
    globalKnownHosts: list('globalknownhostsfile') ?? ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'],
    hostKeyAlias: one('hostkeyalias'),
    hashKnownHosts: one('hashknownhosts') === 'yes',
    proxyJump: one('proxyjump'),
    beyondNodeSsh: Object.entries(onlyOpenssh).flatMap(([keyword, name]) => (one(keyword) === undefined ? [] : [name])),
  }
}
