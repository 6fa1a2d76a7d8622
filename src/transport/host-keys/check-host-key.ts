import { changedKey, otherType, placeOf, revokedKey, unknownKey } from './host-key-errors.ts'
import { shownKey, type HostKeys } from './host-keys.ts'
import type { KnownHost } from './known-hosts.ts'
import { NeedsOpenssh } from '../needs-openssh.ts'
import type { TransportOptions } from '../run-options.ts'
import { canRemember, rememberHostKeys } from './remember-host-keys.ts'
import type { Target } from '../target/target.ts'

/** What is to be thought of one key of a server. */
export type Verdict =
  | { readonly kind: 'known' | 'revoked' | 'changed' | 'other-type'; readonly entry: KnownHost }
  | { readonly kind: 'certified'; readonly entry: KnownHost }
  | { readonly kind: 'unknown' }

/**
 * Judges a key in base64 as OpenSSH does, save that a host known by keys of other types only is not a new one. What is
 * filed under the bare name counts where nothing of the key's type is filed under name and port.
 */
export function judgeHostKey(known: HostKeys, type: string, key: string): Verdict {
  const is = (entry: KnownHost): boolean => entry.key === key
  const isOfType = (entry: KnownHost): boolean => entry.keyType === type
  const revoked = known.revoked.find(is)
  if (revoked) return { kind: 'revoked', entry: revoked }
  const bare = known.keys.some(isOfType) ? undefined : known.withoutPort.find(is)
  const same = known.keys.find(is) ?? bare
  if (same) return { kind: 'known', entry: same }
  const [authority] = known.authorities
  if (authority) return { kind: 'certified', entry: authority }
  const changed = known.keys.find(isOfType)
  if (changed) return { kind: 'changed', entry: changed }
  const [other] = known.keys
  return other ? { kind: 'other-type', entry: other } : { kind: 'unknown' }
}

/**
 * Decides about the key a server showed. Throws a NodeprepError (`host-key-unknown`, `host-key-mismatch`) unless the
 * key is known, or the host is new and new keys are accepted: then the key is filed. Throws NeedsOpenssh where a
 * certificate would decide.
 */
export function checkHostKey(target: Target, known: HostKeys, key: Buffer, options: TransportOptions): void {
  const encoded = key.toString('base64')
  const shown = shownKey(key)
  const { type } = shown
  const verdict = judgeHostKey(known, type, encoded)
  if (verdict.kind === 'known') return
  if (verdict.kind === 'revoked') throw revokedKey(target, shown, placeOf(verdict.entry))
  if (verdict.kind === 'certified') throw new NeedsOpenssh('its host key may be certified (@cert-authority)')
  if (verdict.kind === 'changed') throw changedKey(target, shown, verdict.entry)
  if (verdict.kind === 'other-type') throw otherType(target, shown, verdict.entry)
  if (!options.acceptNewHostKeys) throw unknownKey(target, shown)
  const filed = { name: target.knownAs, keyType: type, key: encoded }
  const file = target.newHostsFile
  if (file !== undefined && canRemember(file)) rememberHostKeys(file, [filed], target.hashKnownHosts)
  // A later connection of this run must meet the same key, also where no file keeps it.
  const entry = { marker: undefined, patterns: target.knownAs, keyType: type, key: encoded }
  options.acceptedKeys.push({ ...entry, file: 'an earlier connection of this run', line: 0 })
}
