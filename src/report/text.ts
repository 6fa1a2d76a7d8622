const sequences = new RegExp(
  [
    // CSI: colours, cursor movements.
    String.raw`(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]?`,
    // OSC, DCS, SOS, PM, APC: window titles, links, clipboard; up to their terminator or the end of the line.
    String.raw`(?:\u001B[\]PX^_]|[\u0090\u0098\u009D-\u009F])[^\u0007\u001B\u009C\n]*(?:\u0007|\u001B\\|\u009C)?`,
    // Everything else that starts with ESC.
    String.raw`\u001B[ -/]*[0-~]?`,
  ].join('|'),
  'g',
)
// C0 (except tab and newline), DEL, C1, and the marks that reorder what is read.
const controls = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g
// A progress bar drawn over itself: what stood last is kept. From the start of a line only, or it would take a long line
// quadratic time.
const overdrawn = /^.*\r(?=[^\n])/gm
const wide =
  /[\u1100-\u115F\u2E80-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}|[\u{20000}-\u{3FFFD}]/u
const narrow = /\p{Mark}|\u200B|\u200D|\uFE0F/u

/** Text from a host made safe for a terminal: no escape sequences, no control characters but newline and tab. */
export function sanitise(text: string): string {
  return text.replace(sequences, '').replaceAll('\r\n', '\n').replace(overdrawn, '').replace(controls, '')
}

/** {@link sanitise}d text on one line. */
export function oneLine(text: string): string {
  return sanitise(text).replace(/\s+/g, ' ').trim()
}

/** The end of a text: from the beginning of a line or at least of a word, for half a secret would not be recognised. */
export function lastPart(text: string, most: number): string {
  if (text.length <= most) return text
  const part = text.slice(-most)
  const line = part.indexOf('\n')
  return part.slice(line >= 0 ? line + 1 : part.search(/\s|$/)).replace(/^\s+/, '')
}

/** Columns that text without control characters takes on a terminal. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += narrow.test(character) ? 0 : wide.test(character) ? 2 : 1
  return width
}

/** Cuts text to a number of columns, ending in `…` where something was cut. */
export function truncate(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text
  if (columns <= 0) return ''
  let kept = ''
  let width = 1
  for (const character of text) {
    width += widthOf(character)
    if (width > columns) break
    kept += character
  }
  return `${kept.trimEnd()}…`
}

/** Fills text up to a number of columns. */
export function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)))
}

/** `0.3s`, `41s`, `2m03s`, `1h02m`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000
  if (seconds < 9.95) return `${seconds.toFixed(1)}s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole}s`
  const two = (value: number) => String(value).padStart(2, '0')
  if (whole < 3600) return `${Math.floor(whole / 60)}m${two(whole % 60)}s`
  return `${Math.floor(whole / 3600)}h${two(Math.floor((whole % 3600) / 60))}m`
}

/** `1 host`, `3 hosts`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`
}

/** At most `limit` of the names, then how many more there are. */
export function someOf(names: readonly string[], limit = 5): string {
  if (names.length <= limit) return names.join(', ')
  return `${names.slice(0, limit).join(', ')} and ${names.length - limit} more`
}
