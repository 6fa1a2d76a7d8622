/** One machine to log in to, with everything that cluster.yaml, the OpenSSH configuration and the defaults say about it. */
export interface Target {
  /** How messages call it: the host's name, or the bastion's address. */
  readonly name: string
  /** What it was asked for as: what an OpenSSH configuration may have a Host block for. */
  readonly address: string
  /** Where that leads: a host name or an IP address. */
  readonly host: string
  readonly port: number
  readonly user: string
  /** 4 or 6 where the configuration asks for one address family. */
  readonly family: 4 | 6 | undefined
  readonly localAddress: string | undefined
  /** The name its key is filed under in known_hosts: `host`, `[host]:port`, or the HostKeyAlias. */
  readonly knownAs: string
  /** The bare name that a key may be filed under too when the port is not 22, as OpenSSH has it. */
  readonly alsoKnownAs: string | undefined
  readonly knownHostsFiles: readonly string[]
  /** Where the key of a new host is written. */
  readonly newHostsFile: string | undefined
  readonly hashKnownHosts: boolean
  readonly identityFiles: readonly string[]
  /** True when cluster.yaml names the identity file: then it must exist. */
  readonly identityRequired: boolean
  readonly identitiesOnly: boolean
  readonly agentSocket: string | undefined
  /** The jump host to go through, which may itself be reached through another. */
  readonly via: Target | undefined
  /** Why node-ssh cannot reach it and the system's ssh must, or undefined. */
  readonly needsOpenssh: string | undefined
}

/** What messages call the machine: its name, and where that is when the name does not say. */
export function labelOf({ name, host, port }: Pick<Target, 'name' | 'host' | 'port'>): string {
  const place = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
  return name === host ? place : `${name} (${place})`
}

/** The machines on the way, in the order in which they are logged in to; the last is the target itself. */
export const hopsOf = (target: Target): Target[] => [...(target.via ? hopsOf(target.via) : []), target]

/** How many logins it takes to get there. */
export const countHops = (target: Target): number => hopsOf(target).length
