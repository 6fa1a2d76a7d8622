import { messageOf, NodeprepError } from '../../errors.ts'
import { judgeHostKey } from '../host-keys/check-host-key.ts'
import { changedKey, otherType, placeOf, revokedKey } from '../host-keys/host-key-errors.ts'
import { forgetKnownHosts, lookUpHostKeys, type HostKeys } from '../host-keys/host-keys.ts'
import type { KnownHost } from '../host-keys/known-hosts.ts'
import { NeedsOpenssh } from '../needs-openssh.ts'
import type { TransportOptions } from '../run-options.ts'
import { canRemember, rememberHostKeys } from '../host-keys/remember-host-keys.ts'
import { scanHostKeys, type ScannedKey } from './scan-host-keys.ts'
import { scanByOpenssh } from './scan-openssh.ts'
import { labelOf, type Target } from '../target/target.ts'
import type { Machine } from './trust-machines.ts'

export type KeyStatus = 'new' | 'known' | 'certified' | 'changed' | 'revoked' | 'other-type'

/** A key that a machine showed. */
export interface SeenKey extends ScannedKey {
  readonly status: KeyStatus
  /** What known_hosts has about it, or against it. */
  readonly entry: KnownHost | undefined
}

/** What a machine showed, or why it is not to be trusted. */
export interface Sighting {
  readonly machine: Machine
  readonly keys: readonly SeenKey[]
  readonly error: NodeprepError | undefined
}

/** Asks a machine for its host keys and compares them with known_hosts. Never rejects. */
export async function lookAt(machine: Machine, options: TransportOptions, signal: AbortSignal): Promise<Sighting> {
  const { target } = machine
  try {
    const [known, scanned] = await Promise.all([lookUpHostKeys(target, options), scan(machine, options, signal)])
    const keys = judge(known, scanned)
    return { machine, keys, error: complaint(target, keys) }
  } catch (error) {
    const known = error instanceof NodeprepError
    const unexpected = new NodeprepError('internal', `${labelOf(target)}: ${messageOf(error)}`, { cause: error })
    return { machine, keys: [], error: known ? error : unexpected }
  }
}

async function scan(machine: Machine, options: TransportOptions, signal: AbortSignal): Promise<readonly ScannedKey[]> {
  const { target, needsOpenssh } = machine
  if (needsOpenssh !== undefined) return scanByOpenssh(target, needsOpenssh, options, signal)
  try {
    const keys = await scanHostKeys(target, options, signal)
    if (keys.length > 0) return keys
    throw new NeedsOpenssh('node-ssh knows no type of key that it has')
  } catch (error) {
    if (!(error instanceof NeedsOpenssh)) throw error
    return scanByOpenssh(target, error.message, options, signal)
  }
}

function judge(known: HostKeys, scanned: readonly ScannedKey[]): SeenKey[] {
  const verdicts = scanned.map((key) => ({ key, verdict: judgeHostKey(known, key.type, key.key) }))
  const isMet = verdicts.some(({ verdict }) => verdict.kind === 'known')
  return verdicts.map(({ key, verdict }) => {
    // A machine that has shown that it is the one that is known may have further keys.
    const isNew = verdict.kind === 'unknown' || (verdict.kind === 'other-type' && isMet)
    if (isNew) return { ...key, status: 'new', entry: undefined }
    return { ...key, status: verdict.kind, entry: verdict.entry }
  })
}

/** Why none of the keys can be trusted, not even those that are new: somebody else showed them all. */
function complaint(target: Target, keys: readonly SeenKey[]): NodeprepError | undefined {
  for (const { status, entry, ...shown } of keys) {
    if (!entry) continue
    if (status === 'revoked') return revokedKey(target, shown, placeOf(entry))
    if (status === 'changed') return changedKey(target, shown, entry)
    if (status === 'other-type') return otherType(target, shown, entry)
  }
  return undefined
}

/** The keys of a machine that may be recorded. */
export function newKeys({ keys, error }: Sighting): readonly SeenKey[] {
  return error ? [] : keys.filter(({ status }) => status === 'new')
}

/** Files the new keys of machines. Throws a NodeprepError when a file cannot be written. */
export function recordKeys(sightings: readonly Sighting[], options: TransportOptions): void {
  for (const sighting of sightings) {
    const { target } = sighting.machine
    const keys = newKeys(sighting).map(({ type, key }) => ({ name: target.knownAs, keyType: type, key }))
    if (keys.length === 0) continue
    const file = fileOf(target)
    try {
      rememberHostKeys(file, keys, target.hashKnownHosts)
    } catch (cause) {
      throw new NodeprepError('invalid-input', `${file} cannot be written: ${messageOf(cause)}`, { cause })
    }
    forgetKnownHosts(target, options)
  }
}

/** Where new keys of a machine go. Throws a NodeprepError where that is no file. */
export function fileOf({ newHostsFile, name }: Target): string {
  if (newHostsFile !== undefined && canRemember(newHostsFile)) return newHostsFile
  const where = newHostsFile === undefined ? 'UserKnownHostsFile is none' : `${newHostsFile} is no file`
  throw new NodeprepError('invalid-input', `${name}: there is nowhere to record its keys: ${where}`, {
    remedy: 'Name a file as ssh.knownHostsFile in cluster.yaml, or correct UserKnownHostsFile in ~/.ssh/config.',
  })
}
