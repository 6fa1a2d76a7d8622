import { closeSync, openSync, readSync } from 'node:fs'
import { NodeprepError, messageOf } from '../errors.ts'

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
}

/** Reads a UTF-8 file of at most `limit` bytes. Throws `invalid-input` with the reason as a person would say it. */
export function readText(path: string, limit: number): string {
  let bytes: Buffer
  try {
    bytes = readUpTo(path, limit + 1)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new NodeprepError('invalid-input', `cannot read ${path}: ${REASONS[code] ?? messageOf(error)}`, {
      cause: error,
    })
  }
  if (bytes.length > limit)
    throw new NodeprepError('invalid-input', `cannot read ${path}: it is larger than ${limit / 1024 / 1024} MiB`)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    throw new NodeprepError('invalid-input', `cannot read ${path}: it is not UTF-8 text`, { cause: error })
  }
}

function readUpTo(path: string, limit: number): Buffer {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(limit)
    let length = 0
    for (;;) {
      const read = readSync(file, buffer, length, limit - length, null)
      length += read
      if (read === 0 || length === limit) return buffer.subarray(0, length)
    }
  } finally {
    closeSync(file)
  }
}
