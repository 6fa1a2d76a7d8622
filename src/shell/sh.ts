/** A piece of POSIX shell whose interpolated values are quoted. Made only by {@link sh}, {@link raw} and {@link joinSh}. */
export class Sh {
  readonly text: string

  constructor(text: string) {
    this.text = text
    Object.freeze(this)
  }

  toString(): string {
    return this.text
  }
}

export type ShValue = string | number | Sh | readonly (string | number | Sh)[]

/** Quotes one word for any POSIX shell. Throws on NUL, which no shell word can hold. */
export function quote(word: string): string {
  if (word.includes('\0')) throw new TypeError('a shell word cannot contain NUL')
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

function render(value: ShValue): string {
  if (value instanceof Sh) return value.text
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return quote(value)
  return value.map(render).join(' ')
}

/** Shell text in which every interpolated string is one quoted word, a list is several, and {@link Sh} stays as it is. */
export function sh(parts: TemplateStringsArray, ...values: ShValue[]): Sh {
  return new Sh(parts.reduce((text, part, i) => text + render(values[i - 1] ?? '') + part))
}

/** Shell text taken as it stands. Only for constants and for scripts that a playbook's author wrote. */
export function raw(text: string): Sh {
  return new Sh(text)
}

/** Several pieces one after the other. */
export function joinSh(pieces: readonly Sh[], separator = '\n'): Sh {
  return new Sh(pieces.map((piece) => piece.text).join(separator))
}
