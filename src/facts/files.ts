import type { Facts } from './facts.ts'

/** As many bytes as are read of a file: src/program/bootstrap.sh has the same number. */
export const LONGEST_FILE = 262_144
/** The same as it is sent, in base64. */
export const LONGEST_SENT = Math.ceil(LONGEST_FILE / 3) * 4

/** The texts of the files that were asked for, and of no other that a host may speak of. */
export function parseFiles(said: ReadonlyMap<string, string>, reads: readonly string[]): Facts['files'] {
  const text = (path: string) => Buffer.from((said.get(`file:${path}`) ?? '').slice(0, LONGEST_SENT), 'base64')
  return Object.fromEntries(reads.map((path) => [path, text(path).toString('utf8')]))
}

/** Facts that somebody wrote down, as if these files had been asked for: one that they do not have is none. */
export function withFiles(facts: Facts, reads: readonly string[]): Facts {
  const text = (path: string) => (Object.hasOwn(facts.files, path) ? facts.files[path] : undefined) ?? ''
  return { ...facts, files: Object.fromEntries(reads.map((path) => [path, text(path)])) }
}

/** Facts as templates know them: what is in a host's files is for those that build upon it. */
export function withoutFiles(facts: Facts): Facts {
  return { ...facts, files: {} }
}
