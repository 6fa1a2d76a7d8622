/** How a command on a host ended. `code` is null when the connection or the process went away without one. */
export interface Exit {
  readonly code: number | null
  readonly signal?: string
}

/**
 * One running command on a host. Output is delivered as raw bytes, in order; whoever reads decodes
 * with a StringDecoder, so that a character split over two chunks is never broken.
 */
export interface Channel {
  onStdout(listener: (chunk: Buffer) => void): void
  onStderr(listener: (chunk: Buffer) => void): void
  /** Sends to the command's stdin; after the channel closed it does nothing. */
  write(data: string | Buffer): void
  /** Closes the command's stdin. */
  end(): void
  /** Settles exactly once, never rejects: after the command's exit, or as { code: null } when the connection is lost. */
  readonly exit: Promise<Exit>
}

/** A live way to one host. Made by a {@link Transport}. */
export interface Connection {
  /** Starts `command` under the login shell of the remote user (ssh) or `sh -c` (local). Rejects with a NodeprepError. */
  open(command: string): Promise<Channel>
  /** Closes the connection and whatever still runs over it. Never rejects, never hangs. */
  close(): Promise<void>
  /**
   * Closes it once all that was written is on its way, so that the host still reads it; whether it did is not waited for, which
   * would take a round trip. Left out where closing could overtake what was written. Never rejects, never hangs.
   */
  leave?: () => Promise<void>
}

/** Makes connections to one host; may be asked again after a connection was lost. */
export interface Transport {
  /** What a person would call the way to the host, e.g. `ssh root@10.0.0.11:22`. */
  readonly description: string
  /** Rejects with a NodeprepError (code `unreachable`, `host-key-unknown`, `host-key-mismatch`, `auth-failed`, …). */
  connect(signal: AbortSignal): Promise<Connection>
}
