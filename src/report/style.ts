import type { Output } from './reporter.ts'

export type Colour = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'
/** Colours text, or returns it as it is where colours are not wanted. */
export type Style = (colour: Colour, text: string) => string

const codes: Readonly<Record<Colour, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
}

export const unstyled: Style = (_colour, text) => text

/** ANSI colours. */
export const coloured: Style = (colour, text) => {
  const [on, off] = codes[colour]
  return text === '' ? '' : `\u001B[${on}m${text}\u001B[${off}m`
}

/** Colours on a terminal that has them, unless NO_COLOR (which tty's own hasColors honours). */
export function styleFor(output: Output): Style {
  return output.isTTY === true && output.hasColors?.() === true ? coloured : unstyled
}
