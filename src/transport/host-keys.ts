import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { NodeprepError } from '../errors.ts'
import { quote } from '../shell/sh.ts'
import { isAbout, knownHostsLine, parseKnownHosts, type KnownHost } from './known-hosts.ts'
import { rememberHostKey } from './remember-host-key.ts'
import { NeedsOpenssh } from './needs-openssh.ts'
import type { TransportOptions } from './options.ts'
import { labelOf, type Target } from './target.ts'
import { keyTypeOf } from './wire.ts'

/** What the known_hosts files say about one host. */
export interface HostKeys {
  readonly keys: readonly KnownHost[]
  readonly revoked: readonly KnownHost[]
  readonly authorities: readonly KnownHost[]
  /** Keys filed under the bare host name, where the port is not 22. */
  readonly withoutPort: readonly KnownHost[]
}

/** The signature algorithms that ssh2 can verify, by the type of the key, best first. */
const algorithms: Readonly<Record<string, readonly string[]>> = {
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
  const entries = files.flat()
  const about = entries.filter((entry) => isAbout(entry, target.knownAs))
  const bare = target.alsoKnownAs
  const aboutBare = bare === undefined ? [] : entries.filter((entry) => isAbout(entry, bare))
  return {
    keys: about.filter((entry) => entry.marker === undefined),
    revoked: [...about, ...aboutBare].filter((entry) => entry.marker === 'revoked'),
    authorities: about.filter((entry) => entry.marker === 'cert-authority'),
    withoutPort: aboutBare.filter((entry) => entry.marker === undefined),
  }
}

function readKnownHosts(file: string, options: TransportOptions): Promise<KnownHost[]> {
  return options.memo.get(memoKey(file), async () => {
    try {
      return parseKnownHosts(await readFile(file, 'utf8'), file)
    } catch {
      // A file that is missing or not ours to read knows nobody: the host is then unknown, which is the safe side.
      return []
    }
  })
}

/**
 * The algorithms to offer for the server's host key: those it is known by first, for a server shows one key only, and
 * a host known by its ecdsa key must not look new because it also has an ed25519 one.
 */
export function hostKeyAlgorithms(known: HostKeys): string[] {
  const types = [...known.keys, ...known.withoutPort].map((entry) => entry.keyType)
  return [...new Set([...types, ...Object.keys(algorithms)].flatMap((type) => algorithms[type] ?? []))]
}

/** Throws {@link NeedsOpenssh} where what is known can only be used by the system's ssh. */
export function assertUsableHostKeys(known: HostKeys): void {
  const usable = [...known.keys, ...known.withoutPort].some((entry) => entry.keyType in algorithms)
  if (usable) return
  if (known.authorities.length > 0) throw new NeedsOpenssh('its host key is certified (@cert-authority in known_hosts)')
  if (known.keys.length > 0) throw new NeedsOpenssh(`its host key is of type ${known.keys[0]?.keyType ?? ''}`)
}

/** How OpenSSH writes a key's fingerprint. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
}

/**
 * Decides about the key a server showed. Throws a NodeprepError (`host-key-unknown`, `host-key-mismatch`) unless the
 * key is known, or the host is new and new keys are accepted: then the key is filed.
 */
export function checkHostKey(target: Target, known: HostKeys, key: Buffer, options: TransportOptions): void {
  const encoded = key.toString('base64')
  const type = keyTypeOf(key) ?? 'unknown'
  const shown = `${type} key ${fingerprint(key)}`
  const is = (entry: KnownHost): boolean => entry.key === encoded

  const revoked = known.revoked.find(is)
  if (revoked) {
    throw mismatch(target, `showed the ${shown}, which ${place(revoked)} revokes`, 'Give the machine a new host key.')
  }
  if (known.keys.some(is) || known.withoutPort.some(is)) return
  if (known.authorities.length > 0) throw new NeedsOpenssh('its host key may be certified (@cert-authority)')
  const expected = known.keys.find((entry) => entry.keyType === type) ?? known.keys[0]
  if (expected) {
    const other = fingerprint(Buffer.from(expected.key, 'base64'))
    throw mismatch(
      target,
      `showed the ${shown}, but ${place(expected)} says ${expected.keyType} ${other}`,
      'Find out whether the machine was reinstalled or somebody stands between. If the new key is right, remove ' +
        `the old one with: ssh-keygen -R '${target.knownAs}' -f ${quote(expected.file)}`,
    )
  }
  if (!options.acceptNewHostKeys) throw unknown(target, shown)
  const file = target.newHostsFile
  if (file === undefined) return
  rememberHostKey(file, knownHostsLine(target.knownAs, type, encoded, target.hashKnownHosts))
  options.memo.forget(memoKey(file))
}

const memoKey = (file: string): string => `known hosts ${file}`

const place = ({ file, line }: KnownHost): string => `${file}:${line}`

function mismatch(target: Target, what: string, remedy: string): NodeprepError {
  return new NodeprepError('host-key-mismatch', `${labelOf(target)} ${what}; nothing was sent to it`, { remedy })
}

function unknown(target: Target, shown: string): NodeprepError {
  return new NodeprepError('host-key-unknown', `${labelOf(target)} is not in known_hosts; it showed the ${shown}`, {
    remedy:
      'Compare the fingerprint with the machine’s own, then connect once with ssh, ' +
      'or pass --accept-new-host-keys to trust every host that was never met.',
  })
}
