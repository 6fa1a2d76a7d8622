import type { Style } from '../report/style.ts'
import { count, oneLine, pad } from '../report/text.ts'
import { placeOf } from '../transport/host-keys/host-key-errors.ts'
import { labelOf } from '../transport/target/target.ts'
import { fileOf, newKeys, type SeenKey, type Sighting } from '../transport/trust/trust.ts'

/** What a machine showed, and whether its new keys were recorded. */
export interface Known {
  readonly sighting: Sighting
  readonly recorded: boolean
}

const where = ({ entry }: SeenKey): string => (entry ? placeOf(entry) : '')

const statuses: Readonly<Record<SeenKey['status'], (key: SeenKey) => string>> = {
  new: () => 'new',
  known: (key) => `known, ${where(key)}`,
  certified: (key) => `left to the certificate authority, ${where(key)}`,
  changed: (key) => `NOT the key of ${where(key)}`,
  revoked: (key) => `REVOKED by ${where(key)}`,
  'other-type': (key) => `NOT the key of ${where(key)}`,
}

/** A machine with its keys, one line each. */
export function sightingText({ machine, keys, error }: Sighting, style: Style): string {
  const what = machine.isJumpHost ? ' jump host' : ''
  const head = `${style('bold', oneLine(labelOf(machine.target)))}${what}${keys.length === 0 ? ': no keys seen' : ''}\n`
  const width = Math.max(...keys.map(({ type }) => type.length))
  const lines = keys.map((key) => {
    const colour = key.status === 'known' ? 'dim' : error ? 'red' : 'green'
    return `  ${pad(key.type, width)}  ${key.fingerprint}  ${style(colour, statuses[key.status](key))}\n`
  })
  return head + lines.join('')
}

/** Asks about the new keys of machines. */
export function questionText(fresh: readonly Sighting[]): string {
  return (
    'Each machine says of itself: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub\n' +
    `Record ${amount(fresh)} in ${files(fresh)}? [y/N] `
  )
}

/** Says what was recorded. */
export function recordedText(fresh: readonly Sighting[]): string {
  return fresh.length === 0 ? '' : `Recorded ${amount(fresh)} in ${files(fresh)}.\n`
}

function amount(fresh: readonly Sighting[]): string {
  return `${count(fresh.flatMap(newKeys).length, 'new key')} of ${count(fresh.length, 'machine')}`
}

function files(fresh: readonly Sighting[]): string {
  return [...new Set(fresh.map(({ machine }) => fileOf(machine.target)))].join(', ')
}

/** The same for programs. */
export function sightingJson({ sighting, recorded }: Known): unknown {
  const { machine, keys, error } = sighting
  const { name, host, port } = machine.target
  const fresh = newKeys(sighting)
  return {
    ...{ name, address: host, port, jumpHost: machine.isJumpHost },
    keys: keys.map((key) => {
      const status = recorded && fresh.includes(key) ? 'recorded' : key.status
      const { type, fingerprint, entry } = key
      return { type, fingerprint, status, ...(entry && { file: entry.file, line: entry.line }) }
    }),
    ...(error && { error: { code: error.code, message: error.message, remedy: error.remedy } }),
  }
}
