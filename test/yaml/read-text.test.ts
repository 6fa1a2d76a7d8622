import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readText } from '../../src/yaml/read-text.ts'

/** Called before each read of an open file. */
const beforeRead = vi.hoisted(() => ({ call: (): void => undefined }))
vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>()
  const readSync = (...args: Parameters<typeof fs.readSync>): number => {
    beforeRead.call()
    return fs.readSync(...args)
  }
  return { ...fs, readSync }
})

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nodeprep-read-'))))
afterEach(() => {
  beforeRead.call = () => undefined
  rmSync(folder, { recursive: true })
})

const MiB = 1024 * 1024

function fileOf(text: string): string {
  const file = join(folder, 'a.yaml')
  writeFileSync(file, text)
  return file
}

/** Appends each of these before one more read of the file. */
function growing(file: string, ...pieces: readonly string[]): string {
  const left = [...pieces]
  beforeRead.call = () => appendFileSync(file, left.shift() ?? '')
  return file
}

test.each([0, 1, 4095, 4096, 4097, MiB - 1, MiB])('a file of %i bytes within the limit is read whole', (size) => {
  const text = 'x'.repeat(size)
  expect(readText(fileOf(text), MiB) === text).toBe(true)
})

test('a file larger than the limit is refused', () => {
  expect(() => readText(fileOf('x'.repeat(MiB + 1)), MiB)).toThrow('a.yaml: it is larger than 1 MiB')
  expect(() => readText(fileOf('x'.repeat(5 * MiB)), MiB)).toThrow('a.yaml: it is larger than 1 MiB')
})

test.each([
  ['by one byte', ['b']],
  ['to many times its size', ['b'.repeat(1000), 'ü'.repeat(5000), 'd']],
  ['up to the limit', ['b'.repeat(MiB - 'first'.length)]],
])('a file that grows %s while it is read is read to its new end', (_, pieces) => {
  const text = ['first', ...pieces].join('')
  expect(readText(growing(fileOf('first'), ...pieces), MiB) === text).toBe(true)
})

test('a file that grows beyond the limit while it is read is refused, however far it grows', () => {
  const limit = MiB
  for (const pieces of [['b'.repeat(MiB)], Array<string>(100).fill('b'.repeat(MiB / 4))])
    expect(() => readText(growing(fileOf('first'), ...pieces), limit)).toThrow('it is larger than 1 MiB')
})

test('a file that shrinks while it is read is what is left of it', () => {
  const file = fileOf('x'.repeat(100))
  beforeRead.call = () => {
    beforeRead.call = () => undefined
    writeFileSync(file, 'left')
  }
  expect(readText(file, MiB)).toBe('left')
})

test('a file that tells no size is read whole', () => {
  expect(readText('/proc/version', MiB)).toBe(readFileSync('/proc/version', 'utf8'))
})
