import { createHash } from 'node:crypto'
import { joinSh, sh, type Sh } from './sh.ts'

export interface Ownership {
  readonly mode: string
  readonly owner: string
  readonly group: string
}

export const rootFile: Ownership = { mode: '0644', owner: 'root', group: 'root' }

/** `text` with a newline at its end: a heredoc can't say anything else. The empty text stays empty only as a newline. */
export function endLine(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`
}

/** SHA-256 in hex of a file with this text. */
export const digestOf = (text: string): string => createHash('sha256').update(endLine(text)).digest('hex')

/** True when the file has exactly this content and ownership. Two processes on the host. */
export function fileIs(path: string, text: string, { mode, owner, group }: Ownership = rootFile): Sh {
  return sh`np_file_is ${path} ${digestOf(text)} ${mode} ${owner} ${group}`
}

/** Writes what the function `content` prints; see np_put for how. */
export function writeFile(path: string, content: Sh, { mode, owner, group }: Ownership = rootFile): Sh {
  return sh`np_put ${content} ${path} ${mode} ${owner} ${group}`
}

/**
 * Passes a file through an awk program; owner and mode stay. By way of a file of the run's own, since a pipe would hide
 * that awk failed and leave an empty file.
 */
export function rewriteFile(path: string, awk: string): Sh {
  return joinSh([
    sh`awk ${awk} ${path} >"$NP_RUN/rewritten"`,
    sh`np_write ${path} $(stat -c '%a %U %G' ${path}) <"$NP_RUN/rewritten"`,
  ])
}
