/** Base64 and hex shorter than this would match ordinary text. */
const SHORTEST_ENCODED = 6

/** Longer forms are looked for in pieces of so many characters, so that no more than that has to be held back of a line. */
export const LONGEST_FORM = 512

const both = (text: string, pattern: RegExp): readonly string[] => [
  text,
  text.replace(pattern, (match) => match.toLowerCase()),
]

/** As JSON writers put it into a string: JavaScript's, with slashes escaped, Go's for HTML, and in ASCII; each once more inside JSON. */
function inJson(secret: string): readonly string[] {
  const json = (text: string): string => JSON.stringify(text).slice(1, -1)
  const unicode = (text: string, characters: RegExp): string =>
    text.replace(characters, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const plain = json(secret)
  const once = [
    plain,
    plain.replaceAll('/', '\\/'),
    unicode(plain, /[<>&\u2028\u2029]/g),
    unicode(plain, /[^\0-\u007F]/g),
    unicode(plain, /[<>&]|[^\0-\u007F]/g),
  ]
  return [...once, ...once.map(json)]
}

/** As URLs and forms have it: whole, as user information (which keeps some signs), with + for blanks; %2F and %2f. */
function inUrls(secret: string): readonly string[] {
  const component = encodeURIComponent(Buffer.from(secret).toString())
  const strict = component.replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
  const userInfo = strict.replace(/%(?:24|26|2B|2C|3B|3D)/g, decodeURIComponent)
  const all = [component, strict, userInfo, component.replaceAll('%20', '+'), strict.replaceAll('%20', '+')]
  return all.flatMap((text) => both(text, /%[0-9A-F]{2}/g))
}

/** Whatever stands before the secret in what was encoded decides by its length modulo 3 how its bytes fall. */
function inBase64(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  const texts = [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    // The characters at both ends that hold bits of the neighbours as well.
    const inner = text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
    return before === 0 ? [text, inner] : [inner]
  })
  return texts.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')])
}

/** How a secret may appear in what is printed: as it is, and as programs write it that pass it on. In pieces where it is long. */
export function secretForms(secret: string): ReadonlySet<string> {
  const hex = Buffer.from(secret).toString('hex')
  const encoded = [...inBase64(secret), hex, hex.toUpperCase()].filter(({ length }) => length >= SHORTEST_ENCODED)
  const all = [secret, ...inJson(secret), ...inUrls(secret), ...encoded]
  return new Set([...new Set(all)].flatMap(pieces))
}

function pieces(form: string): readonly string[] {
  if (form.length <= LONGEST_FORM) return [form]
  const starts = Array.from({ length: Math.ceil(form.length / LONGEST_FORM) }, (_, i) => i * LONGEST_FORM)
  return starts.map((start) => form.slice(Math.min(start, form.length - LONGEST_FORM)).slice(0, LONGEST_FORM))
}
