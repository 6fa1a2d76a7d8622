import { readFileSync, writeSync } from 'node:fs'

/** Help texts by their command lines, words joined by blanks: `plan --help`. */
export type KeptHelp = Readonly<Record<string, string>>

/**
 * Prints the help that the build has kept for this command line, without loading what would make it. False where it has kept
 * none, or where that cannot be written: the caller then goes on as if it had not been asked.
 */
export function printKeptHelp(words: readonly string[]): boolean {
  if (words.length > 3 || !['--help', '-h'].includes(words.at(-1) ?? '')) return false
  try {
    const kept = JSON.parse(readFileSync(new URL('help.json', import.meta.url), 'utf8')) as KeptHelp
    const key = [...words.slice(0, -1), '--help'].join(' ')
    const text = Object.hasOwn(kept, key) ? kept[key] : undefined
    if (text === undefined) return false
    // Short enough that a pipe takes all of it or nothing.
    return writeSync(1, text) > 0
  } catch {
    return false
  }
}
