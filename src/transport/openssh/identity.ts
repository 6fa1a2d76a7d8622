import type { NodeprepError } from '../../errors.ts'
import {
  changedKey,
  notCertified,
  notProved,
  otherType,
  placeOf,
  revokedKey,
  unknownKey,
} from '../host-keys/host-key-errors.ts'
import { fingerprint, lookUpHostKeys, type ShownKey } from '../host-keys/host-keys.ts'
import type { TransportOptions } from '../run-options.ts'
import { hopsOf, type Target } from '../target/target.ts'

/** What ssh says of a host key it refuses, with the name the host is filed under. */
const refusals = [
  /^(?:\S+ )?[Hh]ost key for (\S+) (?:has changed|was revoked)/,
  /^No \S+ host key is known for (\S+) and/,
]
const noProof = /^ssh_dispatch_run_fatal: .*: incorrect signature/
const badCertificate = /^Certificate invalid: (.+)/
const revokedByFile = /revoked by file (\S+)/

/** The same error as node-ssh would lead to, if `ssh -v` gave up because of the key that some hop showed. */
export async function identityError(
  target: Target,
  lines: readonly string[],
  options: TransportOptions,
): Promise<NodeprepError | undefined> {
  const name = firstMatch(lines, ...refusals)
  const shown = keyShown(lines)
  const hop = hopsOf(target).find(({ knownAs }) => knownAs === name?.toLowerCase()) ?? target
  if (shown && lines.some((line) => noProof.test(line))) return notProved(hop, shown)
  const revoking = firstMatch(lines, revokedByFile)
  if (shown && revoking !== undefined) return revokedKey(hop, shown, revoking)
  if (name === undefined && !lines.includes('Host key verification failed.')) return undefined
  const known = await lookUpHostKeys(hop, options)
  if (shown) {
    const revoked = known.revoked.find(({ key }) => fingerprint(key) === shown.fingerprint)
    if (revoked) return revokedKey(hop, shown, placeOf(revoked))
    const expected = known.keys.find(({ keyType }) => keyType === shown.type)
    if (expected) return changedKey(hop, shown, expected)
  }
  const invalid = firstMatch(lines, badCertificate)
  if (invalid !== undefined) return notCertified(hop, `ssh says that the certificate is invalid (${invalid})`)
  if (known.authorities[0])
    return notCertified(hop, `no certificate by the authority of ${placeOf(known.authorities[0])}`)
  const [other] = known.keys
  return shown && other ? otherType(hop, shown, other) : unknownKey(hop, shown)
}

function firstMatch(lines: readonly string[], ...patterns: readonly RegExp[]): string | undefined {
  for (const line of lines)
    for (const pattern of patterns) {
      const found = pattern.exec(line)?.[1]
      if (found !== undefined) return found
    }
  return undefined
}

/** The last key a server showed: ssh gave up there. A certificate is named by the key in it. */
function keyShown(lines: readonly string[]): ShownKey | undefined {
  const keys = lines.flatMap((line) => {
    const [, type, shown] = /Server host key: (\S+?)(?:-cert-v01@openssh\.com)? (SHA256:[^\s,]+)/.exec(line) ?? []
    return type !== undefined && shown !== undefined ? [{ type, fingerprint: shown }] : []
  })
  return keys.at(-1)
}
