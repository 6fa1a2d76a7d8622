import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import { BastionPool } from './node-ssh/bastion-pool.ts'
import { Memo } from './memo.ts'
import type { Timing, TransportOptions } from './run-options.ts'

const defaultTiming: Timing = { connect: 20_000, keepalive: 5_000, keepaliveCount: 3, close: 500 }

/** What a run says about all its connections. */
export interface TransportSettings {
  /** Remember the key of a host that was never met; a changed key is refused all the same. */
  readonly acceptNewHostKeys?: boolean
  /** Asks a person for the passphrase of a key file; undefined when nobody can answer. */
  readonly askPassphrase?: (path: string) => Promise<string | undefined>
  /** SSH_AUTH_SOCK and NODEPREP_KEY_PASSPHRASE are read from here. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Where ~/.ssh is. */
  readonly home?: string
  /** The system's OpenSSH configuration file. */
  readonly systemConfig?: string
  readonly timing?: Partial<Timing>
}

/** Completes the settings of a run. */
export function transportOptions(settings: TransportSettings = {}): TransportOptions {
  const home = settings.home ?? passwdHome()
  return {
    acceptNewHostKeys: settings.acceptNewHostKeys ?? false,
    askPassphrase: oneAtATime(settings.askPassphrase ?? (() => Promise.resolve(undefined))),
    env: settings.env ?? process.env,
    home,
    userConfig: join(home, '.ssh', 'config'),
    customHome: settings.home !== undefined,
    systemConfig: settings.systemConfig ?? '/etc/ssh/ssh_config',
    timing: { ...defaultTiming, ...settings.timing },
    memo: new Memo(),
    acceptedKeys: [],
    bastions: new BastionPool(),
  }
}

/** A person answers one question at a time. */
function oneAtATime(ask: TransportOptions['askPassphrase']): TransportOptions['askPassphrase'] {
  let last: Promise<unknown> = Promise.resolve()
  return (path) => {
    const answer = last.then(() => ask(path))
    last = answer.catch(() => undefined)
    return answer
  }
}

/** OpenSSH goes by the password database and ignores $HOME; a user who is in no database has only $HOME. */
function passwdHome(): string {
  try {
    return userInfo().homedir
  } catch {
    return homedir()
  }
}
