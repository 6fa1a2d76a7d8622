import { randomBytes } from 'node:crypto'

/** A secret that was planted or learned, to be searched for. */
export interface Canary {
  readonly name: string
  readonly value: string
}

/** A text nobody else can have written. */
export const unique = (): string => randomBytes(12).toString('hex')

/** Longer ones are wrapped by whoever prints them; a piece from their middle is as good. */
const piece = 40

/** Base64 of bytes that stand anywhere in something else: what is the same for every beginning of each of three alignments. */
function base64At(value: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), value])
    .toString('base64')
    .replace(/=+$/, '')
  const first = Math.ceil((offset * 8) / 6)
  const last = Math.floor(((offset + value.length) * 8) / 6)
  return text.slice(first, last)
}

const middle = (text: string): string =>
  text.length <= piece ? text : text.slice((text.length - piece) >> 1, (text.length + piece) >> 1)

/** How a secret may look: as it is, in JSON, in a URL, in hex, in base64 at any place of a longer text. */
export function formsOf({ value }: Canary): readonly string[] {
  const bytes = Buffer.from(value)
  const all = [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value), bytes.toString('hex')]
  const long = [...all, bytes.toString('hex').toUpperCase(), ...[0, 1, 2].map((offset) => base64At(bytes, offset))]
  return [...new Set(long.map(middle))]
}

/** The canaries that occur in a text, also where its lines were broken in their middle. */
export function occurring(canaries: readonly Canary[], text: string): readonly Canary[] {
  const joined = text.replace(/\\n|\r?\n/g, '')
  return canaries.filter((canary) => formsOf(canary).some((form) => text.includes(form) || joined.includes(form)))
}
