import type { Duplex } from 'node:stream'
import type { KnownHost } from './host-keys/known-hosts.ts'
import type { Memo } from './memo.ts'
import type { Target } from './target/target.ts'

/** Bounds, in milliseconds unless they count something. Tests shorten them; users have no say. */
export interface Timing {
  /** From the first packet to a connection ready for commands, each hop on its own. */
  readonly connect: number
  /** Silence after which the peer is asked for a sign of life, and the number of unanswered questions that ends it. */
  readonly keepalive: number
  readonly keepaliveCount: number
  /** How long close() waits for a graceful end. */
  readonly close: number
}

/** A byte stream to a machine: a socket, or a channel of a jump host's connection that others may share. */
export interface Road {
  readonly stream: Promise<Duplex>
  /** Gives it up, be it open or still being opened; more than once does no harm. */
  readonly leave: () => void
}

/** The ways through jump hosts, which hosts share. */
export interface Bastions {
  /** Opens a stream to the target through `via`. It rejects with a NodeprepError, or with NeedsOpenssh. */
  reach(via: Target, target: Target, options: TransportOptions): Road
}

/** The settings with defaults filled in, and what connections of one run share. Make it once a run. */
export interface TransportOptions {
  readonly acceptNewHostKeys: boolean
  readonly askPassphrase: (path: string) => Promise<string | undefined>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  /** The user's OpenSSH configuration, and whether it is elsewhere than ssh itself would look. */
  readonly userConfig: string
  readonly customHome: boolean
  readonly systemConfig: string
  readonly timing: Timing
  readonly memo: Memo
  /** Keys of new hosts that this run has accepted. */
  readonly acceptedKeys: KnownHost[]
  readonly bastions: Bastions
}
