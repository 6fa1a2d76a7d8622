import { readFileSync } from 'node:fs'

/** Removes what only a reader of the source wants: comment lines and indentation outside of nothing but plain shell. */
function lean(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .join('\n')
}

function once(name: string): () => string {
  let text: string | undefined
  return () => (text ??= lean(readFileSync(new URL(name, import.meta.url), 'utf8')))
}

/** The functions that every program starts with. */
export const prelude = once('./prelude.sh')

/** The command that opens a channel: prints facts, then takes orders from stdin. */
export const bootstrap = once('./bootstrap.sh')
