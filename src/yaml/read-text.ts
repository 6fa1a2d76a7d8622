import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { NodeprepError, messageOf } from '../errors.ts'
import { positions } from './position.ts'
import { InvalidInput } from './problem.ts'

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
}

/**
 * Reads a regular UTF-8 file of at most `limit` bytes; FIFOs and devices are refused. Throws `invalid-input` with the reason
 * as a person would say it.
 */
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
  return decodeText(bytes, path, limit)
}

/** The text of a file's bytes. Throws {@link InvalidInput} at the first byte that is not UTF-8. */
export function decodeText(bytes: Uint8Array, file: string, limit: number): string {
  if (bytes.length > limit)
    throw new NodeprepError('invalid-input', `cannot read ${file}: it is larger than ${limit / 1024 / 1024} MiB`)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new InvalidInput([notUtf8(bytes, file)])
  }
}

/** The first character that is replaced is where the file stops being UTF-8. */
function notUtf8(bytes: Uint8Array, file: string) {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  const lenient = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const hint = isUtf16 ? 'it looks like UTF-16: save it as UTF-8' : 'save it as UTF-8'
  const place = positions(lenient)(isUtf16 ? 0 : Math.max(0, firstReplaced(bytes, lenient)))
  return { file, ...place, path: '', message: 'this is not UTF-8 text', hint }
}

/** A replacement character may also have been written as one: then the bytes say so. */
function firstReplaced(bytes: Uint8Array, lenient: string): number {
  const back = Buffer.from(lenient, 'utf8')
  const end = Math.min(back.length, bytes.length)
  let same = 0
  while (same < end && back[same] === bytes[same]) same += 1
  return back
    .subarray(0, same)
    .toString('utf8')
    .replace(/\ufffd$/, '').length
}

function readUpTo(path: string, limit: number): Buffer {
  // Without waiting: a FIFO that nobody writes to would keep the process from hearing Ctrl-C.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const kind = fstatSync(file)
    // A folder says so itself when it is read.
    if (!kind.isFile() && !kind.isDirectory()) throw new Error('it is not a regular file')
    // One byte more, which shows that the file has not grown since.
    let buffer = Buffer.allocUnsafe(Math.min(limit, kind.size + 1))
    let length = 0
    for (;;) {
      const read = readSync(file, buffer, length, buffer.length - length, null)
      length += read
      if (read === 0 || length === limit) return buffer.subarray(0, length)
      if (length === buffer.length) buffer = Buffer.concat([buffer], Math.min(limit, 2 * length))
    }
  } finally {
    closeSync(file)
  }
}
