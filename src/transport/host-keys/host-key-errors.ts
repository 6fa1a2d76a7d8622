import { NodeprepError } from '../../errors.ts'
import { quote } from '../../shell/sh.ts'
import { fingerprint, type ShownKey } from './host-keys.ts'
import type { KnownHost } from './known-hosts.ts'
import { labelOf, type Target } from '../target/target.ts'

/** For a host that nothing is known about. */
export function unknownKey(target: Target, shown: ShownKey | undefined): NodeprepError {
  const showed = shown === undefined ? '' : `; it showed the ${words(shown)}`
  return new NodeprepError('host-key-unknown', `${labelOf(target)} is not in known_hosts${showed}`, {
    remedy:
      'Compare fingerprints with the machines’ own and record them with: nodeprep trust cluster.yaml\n' +
      'Or pass --accept-new-host-keys to trust every host that was never met.',
  })
}

/** For a key that differs from the known one of its type. */
export function changedKey(target: Target, shown: ShownKey, expected: KnownHost): NodeprepError {
  return refused(
    target,
    `showed the ${words(shown)}, but ${placeOf(expected)} says ${expected.keyType} ${fingerprint(expected.key)}`,
    `The machine may have been reinstalled, or the connection may be intercepted: find out which. ${removal(target, expected)}`,
  )
}

/** For a host that is known, but by other types of keys than the one it showed when it was asked for those. */
export function otherType(target: Target, shown: ShownKey, expected: KnownHost): NodeprepError {
  return refused(
    target,
    `has no ${expected.keyType} key, by which ${placeOf(expected)} knows it (${fingerprint(expected.key)}); ` +
      `it showed the ${words(shown)}`,
    `The machine's ${expected.keyType} key may have been removed, or the connection may be intercepted: find out which. ${removal(target, expected)}`,
  )
}

/** For a key that was revoked, whatever else says about it. */
export function revokedKey(target: Target, shown: ShownKey, where: string): NodeprepError {
  return refused(
    target,
    `showed the ${words(shown)}, which ${where} revokes`,
    'Whoever holds a revoked key can pass for the machine: give it a new host key.',
  )
}

/** For a host that a certificate authority should vouch for, and does not. */
export function notCertified(target: Target, why: string): NodeprepError {
  return refused(
    target,
    `has no host key that is certified as its own: ${why}`,
    'Have the machine’s host key certified again, for the name or address that cluster.yaml has for it.',
  )
}

/** For a key that is shown by somebody who does not have its private half. */
export function notProved(target: Target, shown: ShownKey): NodeprepError {
  return refused(
    target,
    `showed the ${words(shown)}, but does not have it: its signature is wrong`,
    'The connection may be intercepted, or the machine is broken: find out which before anything else.',
  )
}

export const placeOf = ({ file, line }: KnownHost): string => (line === 0 ? file : `${file}:${line}`)

/** How to make room for a key that was found to be right. */
export function removal({ knownAs }: Target, { file, line }: KnownHost): string {
  if (line === 0) return ''
  return `If the new key is right, remove the old one with: ssh-keygen -R '${knownAs}' -f ${quote(file)}`
}

const words = ({ type, fingerprint: shown }: ShownKey): string => `${type} key ${shown}`

function refused(target: Target, what: string, remedy: string): NodeprepError {
  const message = `${labelOf(target)} ${what}; nothing was sent to it`
  return new NodeprepError('host-key-mismatch', message, { remedy: remedy.trim() })
}
