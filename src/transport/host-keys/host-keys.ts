import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { isAbout, knownHostsIndex, parseKnownHosts, type KnownHost } from './known-hosts.ts'
import { NeedsOpenssh } from '../needs-openssh.ts'
import type { TransportOptions } from '../run-options.ts'
import type { Target } from '../target/target.ts'
import { keyTypeOf } from '../wire.ts'

/** What the known_hosts files say about one host. */
export interface HostKeys {
  readonly keys: readonly KnownHost[]
  readonly revoked: readonly KnownHost[]
  readonly authorities: readonly KnownHost[]
  /** Keys filed under the bare host name, where the port is not 22. */
  readonly withoutPort: readonly KnownHost[]
}

/** The signature algorithms that ssh2 can verify, by the type of the key, best first. */
export const hostKeyTypes: Readonly<Record<string, readonly string[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  // ssh-rsa, with SHA-1, is all that the servers of 2010 can do.
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
}

/** Reads what is known about the target's host key. Files are read once a run. */
export async function lookUpHostKeys(target: Target, options: TransportOptions): Promise<HostKeys> {
  const files = await Promise.all(target.knownHostsFiles.map((file) => readKnownHosts(file, options)))
  const named = (name: string): KnownHost[] => [
    ...files.flatMap((find) => find(name)),
    ...options.acceptedKeys.filter((entry) => isAbout(entry, name)),
  ]
  const about = named(target.knownAs)
  const aboutBare = target.alsoKnownAs === undefined ? [] : named(target.alsoKnownAs)
  return {
    keys: about.filter((entry) => entry.marker === undefined),
    revoked: [...about, ...aboutBare].filter((entry) => entry.marker === 'revoked'),
    authorities: [...about, ...aboutBare].filter((entry) => entry.marker === 'cert-authority'),
    withoutPort: aboutBare.filter((entry) => entry.marker === undefined),
  }
}

function readKnownHosts(file: string, options: TransportOptions): Promise<ReturnType<typeof knownHostsIndex>> {
  return options.memo.get(memoKey(file), async () => {
    try {
      return knownHostsIndex(parseKnownHosts(await readFile(file, 'utf8'), file))
    } catch {
      // A file that is missing or not ours to read knows nobody: the host is then unknown, which is the safe side.
      return () => []
    }
  })
}

/** Makes the next look-up read the files again, for they were written to. */
export function forgetKnownHosts(target: Target, options: TransportOptions): void {
  for (const file of target.knownHostsFiles) options.memo.forget(memoKey(file))
}

const memoKey = (file: string): string => `known hosts ${file}`

/** Whether something says who the host is: then it is not new, whatever key it shows. */
export function isMet({ keys, withoutPort, authorities }: HostKeys): boolean {
  return keys.length + withoutPort.length + authorities.length > 0
}

/**
 * The algorithms to offer for the server's host key: those it is known by first, for a server shows one key only, and
 * a host known by its ecdsa key must not look new because it also has an ed25519 one.
 */
export function hostKeyAlgorithms(known: HostKeys): string[] {
  const types = [...known.keys, ...known.withoutPort].map((entry) => entry.keyType)
  return [...new Set([...types, ...Object.keys(hostKeyTypes)].flatMap((type) => hostKeyTypes[type] ?? []))]
}

/** Throws {@link NeedsOpenssh} where what is known can only be used by the system's ssh. */
export function assertUsableHostKeys(known: HostKeys): void {
  const usable = [...known.keys, ...known.withoutPort].some((entry) => entry.keyType in hostKeyTypes)
  if (usable) return
  if (known.authorities.length > 0) throw new NeedsOpenssh('its host key is certified (@cert-authority in known_hosts)')
  if (known.keys.length > 0) throw new NeedsOpenssh(`its host key is of type ${known.keys[0]?.keyType ?? ''}`)
}

/** The key a server showed. */
export interface ShownKey {
  readonly type: string
  /** As OpenSSH writes it: `SHA256:…`. */
  readonly fingerprint: string
}

/** Names a key that is as it is on the wire. */
export function shownKey(key: Buffer): ShownKey {
  return { type: keyTypeOf(key) ?? 'unknown', fingerprint: fingerprint(key) }
}

/** How OpenSSH writes a key's fingerprint; `key` as it is on the wire, or in base64. */
export function fingerprint(key: Buffer | string): string {
  const bytes = typeof key === 'string' ? Buffer.from(key, 'base64') : key
  return `SHA256:${createHash('sha256').update(bytes).digest('base64').replace(/=+$/, '')}`
}
