import { raw, type Sh } from './sh.ts'

/** Prints `text` as it is. The delimiter is one that no line of the text equals. */
export function heredoc(text: string): Sh {
  const lines = new Set(text.split('\n'))
  let end = 'NP_END'
  while (lines.has(end)) end += '_'
  return raw(`cat <<'${end}'\n${text}${text.endsWith('\n') ? '' : '\n'}${end}`)
}
