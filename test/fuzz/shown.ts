import { demand } from './target.ts'

// CSI of our own colours, newline and tab are all that a terminal may get.
const forbidden = /(?!\x1b\[\d{1,2}m)[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/

/** Human output holds nothing that a terminal would act on, save colours. */
export function checkShown(text: string): void {
  const found = forbidden.exec(text)
  demand(
    !found,
    `raw control character in output: ${JSON.stringify(text.slice((found?.index ?? 0) - 40).slice(0, 80))}`,
  )
}

/** JSON output is one line an event, of characters that a terminal leaves alone. */
export function checkJsonLine(line: string): void {
  demand(/^[^\x00-\x1f\x7f-\x9f]+\n$/.test(line), `not one clean line: ${JSON.stringify(line.slice(0, 80))}`)
  JSON.parse(line)
}
