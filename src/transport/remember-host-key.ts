import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Appends a line to the user's known_hosts file, made if need be. Synchronous, for the answer about a host key is
 * wanted before the next packet; once per host ever. Throws what the file system throws.
 */
export function rememberHostKey(file: string, line: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const handle = openSync(file, 'a+', 0o600)
  try {
    writeSync(handle, `${endsInTheMiddleOfALine(handle) ? '\n' : ''}${line}\n`)
  } finally {
    closeSync(handle)
  }
}

function endsInTheMiddleOfALine(handle: number): boolean {
  const { size } = fstatSync(handle)
  const last = Buffer.alloc(1)
  return size > 0 && readSync(handle, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a
}
