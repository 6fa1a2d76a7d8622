import { quote } from '../../shell/sh.ts'
import { forgetKnownHosts, isMet, lookUpHostKeys } from '../host-keys/host-keys.ts'
import type { TransportOptions } from '../run-options.ts'
import { canRemember } from '../host-keys/remember-host-keys.ts'
import { configArguments } from '../target/ssh-config.ts'
import { hopsOf, type Target } from '../target/target.ts'

/** What all ssh processes of a connection have in common. */
export interface OpensshSetting {
  readonly options: TransportOptions
  /** `-F FILE` where ssh must not read the configuration of whoever runs it. */
  readonly config: readonly string[]
  /** Whether ssh may ask for a passphrase, because something answers for the user. */
  readonly mayAsk: boolean
  /** The hops that nothing is known about and whose key may be accepted. */
  readonly acceptable: ReadonlySet<Target>
}

/** Finds out what the ssh processes of a connection may do. */
export async function opensshSetting(target: Target, options: TransportOptions): Promise<OpensshSetting> {
  const acceptable = new Set<Target>()
  for (const hop of options.acceptNewHostKeys ? hopsOf(target) : []) {
    // Other ssh processes may have filed its key since.
    forgetKnownHosts(hop, options)
    // ssh would accept any key of a host that is known by another type of key, or by a certificate that is not valid.
    const file = hop.newHostsFile
    if (file !== undefined && canRemember(file) && !isMet(await lookUpHostKeys(hop, options))) acceptable.add(hop)
  }
  const mayAsk = options.env.NODEPREP_KEY_PASSPHRASE !== undefined
  return { options, config: await configArguments(options), mayAsk, acceptable }
}

/**
 * The arguments for one hop: the host, the user and what cluster.yaml says, everything else left to the OpenSSH
 * configuration. Jump hosts are spelt out as ProxyCommand, for `-J` would not hand on how strictly to check host keys.
 */
export function hopArguments(target: Target, setting: OpensshSetting): string[] {
  const { timing } = setting.options
  const settings = {
    BatchMode: setting.mayAsk ? 'no' : 'yes',
    // Nobody is there to type a password, and the answer to a passphrase is none.
    PasswordAuthentication: 'no',
    KbdInteractiveAuthentication: 'no',
    NumberOfPasswordPrompts: '1',
    StrictHostKeyChecking: setting.acceptable.has(target) ? 'accept-new' : 'yes',
    UserKnownHostsFile: target.knownHostsFiles.map(configWord).join(' ') || 'none',
    GlobalKnownHostsFile: 'none',
    // A configuration may loosen none of this, nor may a server have further keys filed.
    NoHostAuthenticationForLocalhost: 'no',
    UpdateHostKeys: 'no',
    CheckHostIP: 'no',
    ForwardAgent: 'no',
    ConnectTimeout: String(Math.ceil(timing.connect / 1000)),
    ServerAliveInterval: String(Math.ceil(timing.keepalive / 1000)),
    ServerAliveCountMax: String(timing.keepaliveCount),
    ClearAllForwardings: 'yes',
    // A connection of the user's own is not ours to share: it may have been checked less strictly.
    ControlPath: 'none',
    ...(target.identityRequired ? { IdentitiesOnly: 'yes' } : {}),
    ...(target.via ? { ProxyCommand: proxyCommand(target.via, setting) } : {}),
  }
  const identities = target.identityRequired
    ? target.identityFiles.flatMap((file) => ['-o', `IdentityFile=${configWord(file)}`])
    : []
  return [
    ...setting.config,
    ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ...identities,
    ...['-l', target.user, '-p', String(target.port)],
  ]
}

/** The shell command that connects its stdin and stdout with the next host through `via`; ssh fills in %h and %p. */
function proxyCommand(via: Target, setting: OpensshSetting): string {
  // With -v it tells which key the jump host showed.
  const words = ['ssh', '-v', ...hopArguments(via, setting)].map((word) => quote(word.replaceAll('%', '%%')))
  return `${words.join(' ')} -W '[%h]:%p' -- ${quote(via.address.replaceAll('%', '%%'))}`
}

/** A path as a value in an OpenSSH configuration, where both quotes and the backslash mean something. */
function configWord(path: string): string {
  const text = path.replaceAll('%', '%%')
  return /[\s"'\\#]/.test(text) ? `"${text.replaceAll(/["\\]/g, '\\$&')}"` : text
}
