import { userInfo } from 'node:os'
import { NodeprepError } from '../../errors.ts'
import { expandPath, type Tokens } from './expand-path.ts'
import { parseJump, type Jump } from './jump-spec.ts'
import { knownHostsName } from './known-hosts-name.ts'
import type { TransportOptions } from '../run-options.ts'
import type { SshSettings } from './settings.ts'
import { sshConfigOf, type SshConfig } from './ssh-config.ts'
import type { Target } from './target.ts'

/** A machine as cluster.yaml names it. */
export interface Host {
  readonly name: string
  readonly address: string
  readonly ssh: SshSettings
}

const mostJumps = 8

/**
 * Everything needed to log in: cluster.yaml's settings win over the user's OpenSSH configuration, which wins over the
 * defaults. Rejects with `invalid-input` when jump hosts lead in a circle.
 */
export async function resolveTarget(host: Host, options: TransportOptions): Promise<Target> {
  return resolve(host, options, undefined, 0)
}

async function resolve(host: Host, options: TransportOptions, via: Target | undefined, depth: number): Promise<Target> {
  if (depth > mostJumps) {
    throw new NodeprepError(
      'invalid-input',
      `${host.name}: more than ${mostJumps} jump hosts, or they lead in a circle`,
      {
        remedy: 'Check ProxyJump in ~/.ssh/config.',
      },
    )
  }
  const { ssh } = host
  const config = await sshConfigOf({ host: host.address, user: ssh.user, port: ssh.port }, options)
  const jump = via ?? (await resolveJump(host, config, options, depth))
  const port = ssh.port ?? config.port
  const user = ssh.user ?? config.user ?? userInfo().username
  const tokens: Tokens = {
    home: options.home,
    host: config.hostname,
    original: host.address,
    port,
    user,
    env: options.env,
  }
  const paths = (files: readonly string[]): string[] => files.map((file) => expandPath(file, tokens))
  const given = ssh.knownHostsFile === undefined ? undefined : [ssh.knownHostsFile]
  const [newHostsFile] = paths(given ?? config.userKnownHosts)
  return {
    name: host.name,
    address: host.address,
    host: config.hostname,
    port,
    user,
    family: config.addressFamily === 'inet' ? 4 : config.addressFamily === 'inet6' ? 6 : undefined,
    localAddress: config.bindAddress,
    knownAs: config.hostKeyAlias ?? knownHostsName(config.hostname, port),
    alsoKnownAs: config.hostKeyAlias === undefined && port !== 22 ? config.hostname : undefined,
    knownHostsFiles: paths(given ?? [...config.userKnownHosts, ...config.globalKnownHosts]),
    newHostsFile,
    hashKnownHosts: config.hashKnownHosts,
    identityFiles: paths(ssh.identityFile === undefined ? config.identityFiles : [ssh.identityFile]),
    identityRequired: ssh.identityFile !== undefined,
    // Who names a key in cluster.yaml means that key: an agent full of others would run into MaxAuthTries.
    identitiesOnly: ssh.identityFile !== undefined || config.identitiesOnly,
    agentSocket: agentSocket(config.identityAgent, tokens),
    via: jump,
    needsOpenssh: whyOpenssh(config, ssh, jump),
  }
}

async function resolveJump(
  { name, ssh }: Host,
  config: SshConfig,
  options: TransportOptions,
  depth: number,
): Promise<Target | undefined> {
  // A jump host's own settings, save that cluster.yaml's file of host keys is for all.
  const through = ({ address, ...own }: Jump, via?: Target): Promise<Target> => {
    const settings = ssh.knownHostsFile === undefined ? own : { ...own, knownHostsFile: ssh.knownHostsFile }
    return resolve({ name: address, address, ssh: settings }, options, via, depth + 1)
  }
  if (ssh.bastion) return through(ssh.bastion)
  let via: Target | undefined
  for (const jump of config.proxyJump?.split(',') ?? []) {
    via = await through(parseJump(jump, name), via)
  }
  return via
}

function agentSocket(configured: string | undefined, tokens: Tokens): string | undefined {
  if (configured === undefined || configured === 'SSH_AUTH_SOCK') return tokens.env.SSH_AUTH_SOCK || undefined
  return configured === 'none' ? undefined : expandPath(configured, tokens)
}

function whyOpenssh(config: SshConfig, ssh: SshSettings, jump: Target | undefined): string | undefined {
  // A bastion in cluster.yaml replaces the ProxyCommand; a jump host found in the configuration comes with none.
  const settings = config.beyondNodeSsh.filter((setting) => setting !== 'ProxyCommand' || !ssh.bastion)
  if (settings.length > 0) return `the OpenSSH configuration sets ${settings.join(' and ')} for it`
  return jump?.needsOpenssh
}
