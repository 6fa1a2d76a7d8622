import type { Colour, Style } from '../style.ts'
import { sanitise } from '../text.ts'

function colourOf(line: string): Colour | undefined {
  if (line.startsWith('+++') || line.startsWith('---')) return 'bold'
  if (line.startsWith('+')) return 'green'
  if (line.startsWith('-')) return 'red'
  return line.startsWith('@@') ? 'cyan' : undefined
}

/** A unified diff for a person: sanitised, coloured, one element a line. */
export function diffLines(diff: string, style: Style): string[] {
  return sanitise(diff)
    .replace(/\n+$/, '')
    .split('\n')
    .map((line) => {
      const colour = colourOf(line)
      return colour === undefined ? line : style(colour, line)
    })
}
