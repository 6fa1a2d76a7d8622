import { quote } from '../shell/sh.ts'
import type { TransportOptions } from './options.ts'
import type { Target } from './target.ts'

/** What all ssh processes of a connection have in common. */
export interface OpensshSetting {
  readonly options: TransportOptions
  /** `-F FILE` where ssh must not read the configuration of whoever runs it. */
  readonly config: readonly string[]
  /** Whether ssh may ask for a passphrase, because something answers for the user. */
  readonly mayAsk: boolean
}

/**
 * The arguments for one hop: the host, the user and what cluster.yaml says, everything else left to the OpenSSH
 * configuration. Jump hosts are spelt out as ProxyCommand, for `-J` would not hand on how strictly to check host keys.
 */
export function hopArguments(target: Target, setting: OpensshSetting): string[] {
  const { timing, acceptNewHostKeys } = setting.options
  const settings = {
    BatchMode: setting.mayAsk ? 'no' : 'yes',
    // Nobody is there to type a password, and the answer to a passphrase is none.
    PasswordAuthentication: 'no',
    KbdInteractiveAuthentication: 'no',
    NumberOfPasswordPrompts: '1',
    StrictHostKeyChecking: acceptNewHostKeys ? 'accept-new' : 'yes',
    UserKnownHostsFile: target.knownHostsFiles.map(configWord).join(' ') || 'none',
    GlobalKnownHostsFile: 'none',
    ConnectTimeout: String(Math.ceil(timing.connect / 1000)),
    ServerAliveInterval: String(Math.ceil(timing.keepalive / 1000)),
    ServerAliveCountMax: String(timing.keepaliveCount),
    ClearAllForwardings: 'yes',
    // A connection of the user's own is not ours to share: it may have been checked less strictly.
    ControlPath: 'none',
    ...(target.identityRequired ? { IdentitiesOnly: 'yes' } : {}),
    ...(target.via ? { ProxyCommand: proxyCommand(target.via, setting) } : {}),
  }
  const identities = target.identityRequired ? target.identityFiles.flatMap((file) => ['-i', file]) : []
  return [
    ...setting.config,
    ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ...identities,
    ...['-l', target.user, '-p', String(target.port)],
  ]
}

/** The shell command that connects its stdin and stdout with the next host through `via`; ssh fills in %h and %p. */
function proxyCommand(via: Target, setting: OpensshSetting): string {
  const words = ['ssh', ...hopArguments(via, setting)].map((word) => quote(word.replaceAll('%', '%%')))
  return `${words.join(' ')} -W '[%h]:%p' -- ${quote(via.address.replaceAll('%', '%%'))}`
}

/** A path as a value in an OpenSSH configuration. */
function configWord(path: string): string {
  const text = path.replaceAll('%', '%%')
  return /[\s"]/.test(text) ? `"${text}"` : text
}
