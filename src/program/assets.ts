import { readFileSync } from 'node:fs'

/** Removes what only a reader of the source wants: comment lines and indentation outside of nothing but plain shell. */
function lean(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .join('\n')
}

function once(...names: readonly string[]): () => string {
  let text: string | undefined
  const read = (name: string): string => lean(readFileSync(new URL(name, import.meta.url), 'utf8'))
  return () => (text ??= names.map(read).join('\n'))
}

const parts = [
  'program',
  'leftovers',
  'step',
  'values',
  'state',
  'look',
  'files',
  'wait',
  'network',
  'locks',
  'packages',
  'dnf',
]

/** The functions that every program starts with. */
export const prelude = once(...parts.map((part) => `./prelude/${part}.sh`))

/** The command that opens a channel: prints facts, then takes orders from stdin. */
export const bootstrap = once('./bootstrap.sh')
