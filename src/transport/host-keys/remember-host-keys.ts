import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, readSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { isAbout, knownHostsLine, parseKnownHosts } from './known-hosts.ts'

/** A key to be filed. */
export interface NewKnownHost {
  /** What the host is filed under. */
  readonly name: string
  readonly keyType: string
  /** The public key in base64. */
  readonly key: string
}

/**
 * Appends what is not there yet to the user's known_hosts file, which is made if need be, readable by its owner alone.
 * One write, so that a reader sees whole lines; runs side by side take turns, so that none writes what another just
 * has. Synchronous, for the answer about a host key is wanted before the next packet. Throws what the file system throws.
 */
export function rememberHostKeys(file: string, hosts: readonly NewKnownHost[], hashed: boolean): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const handle = openSync(file, 'a+', 0o600)
  const unlock = lock(`${file}.nodeprep-lock`)
  try {
    const there = parseKnownHosts(readFileSync(file, 'utf8'), file)
    const missing = hosts.filter(
      ({ name, key }) =>
        !there.some((entry) => entry.marker === undefined && entry.key === key && isAbout(entry, name)),
    )
    const lines = missing.map(({ name, keyType, key }) => `${knownHostsLine(name, keyType, key, hashed)}\n`).join('')
    if (lines !== '') writeSync(handle, `${endsInTheMiddleOfALine(handle) ? '\n' : ''}${lines}`)
  } finally {
    closeSync(handle)
    unlock()
  }
}

/** Whether an accepted key would be there the next time: a host whose key is forgotten could be another one by then. */
export function canRemember(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? true
}

function endsInTheMiddleOfALine(handle: number): boolean {
  const { size } = fstatSync(handle)
  const last = Buffer.alloc(1)
  return size > 0 && readSync(handle, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a
}

/** A lock older than this, in milliseconds, belongs to a run that was killed: it is held for one only. */
const stale = 5_000

/** Waits for its turn. Where no lock can be had it goes on: the worst that can come is the same line twice. */
function lock(path: string): () => void {
  const until = Date.now() + 2 * stale
  while (Date.now() < until) {
    try {
      closeSync(openSync(path, 'wx', 0o600))
      return () => rmSync(path, { force: true })
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') break
      if (isStale(path)) rmSync(path, { force: true })
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
  return () => undefined
}

function isStale(path: string): boolean {
  try {
    return Date.now() - statSync(path).mtimeMs > stale
  } catch {
    return false
  }
}
