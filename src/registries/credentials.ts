/** What the runs of nodeprep read from files, the environment or a prompt, kept out of the Cluster. All of it is secret. */
export interface Credentials {
  /** Passwords of registries, by the host (with port) of the server that they are for. */
  readonly passwords: ReadonlyMap<string, string>
  /** At the proxy. */
  readonly proxyPassword?: string | undefined
  /** Texts of private keys, by the path on this machine. */
  readonly keys: ReadonlyMap<string, string>
}

/** For what is resolved without any secret: reference pages, warnings, checks. */
export const noCredentials: Credentials = { passwords: new Map(), keys: new Map() }
