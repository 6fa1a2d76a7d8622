import fc from 'fast-check'

type Edit = (text: string) => string

const spot = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
const at = (text: string, where: number) => Math.floor(where * (text.length + 1))

/** What changes one stretch of any text. */
function stretches(words: readonly string[]): fc.Arbitrary<Edit>[] {
  const word = fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary', maxLength: 20 }), fc.string())
  return [
    fc.tuple(spot, word).map(
      ([where, what]) =>
        (text) =>
          insert(text, at(text, where), 0, what),
    ),
    fc.tuple(spot, fc.nat(30), word).map(
      ([where, n, what]) =>
        (text) =>
          insert(text, at(text, where), n, what),
    ),
    fc.tuple(spot, fc.nat(200)).map(
      ([where, n]) =>
        (text) =>
          insert(text, at(text, where), n, ''),
    ),
    fc.tuple(spot, word, fc.integer({ min: 2, max: 300 })).map(([where, what, times]) => (text) => {
      return insert(text, at(text, where), 0, what.slice(0, 20).repeat(times))
    }),
    spot.map((where) => (text) => text.slice(0, at(text, where))),
  ]
}

const insert = (text: string, start: number, remove: number, what: string) =>
  text.slice(0, start) + what + text.slice(start + remove)

/** What knows of lines, keys and values. */
function structured(words: readonly string[]): fc.Arbitrary<Edit>[] {
  const lines = (edit: (all: string[], i: number, j: number) => string[]) =>
    fc.tuple(spot, spot).map(([one, other]): Edit => (text) => {
      const all = text.split('\n')
      return edit(all, Math.floor(one * all.length), Math.floor(other * all.length)).join('\n')
    })
  const value = fc.oneof(fc.constantFrom(...words), fc.json({ maxDepth: 2 }), fc.string({ unit: 'grapheme' }))
  return [
    lines((all, i) => all.toSpliced(i, 1)),
    lines((all, i) => all.toSpliced(i, 0, all[i] ?? '')),
    lines((all, i, j) => all.with(i, all[j] ?? '').with(j, all[i] ?? '')),
    lines((all, i, j) => all.with(i, (/^ */.exec(all[j] ?? '')?.[0] ?? '') + (all[i] ?? '').trimStart())),
    fc.tuple(spot, value).map(([where, what]): Edit => (text) => {
      const values = [...text.matchAll(/(?<=[:=] ?)[^\s:,{}[\]]+|"[^"\n]*"|'[^'\n]*'/g)]
      const found = values[Math.floor(where * values.length)]
      return found ? insert(text, found.index, found[0].length, what) : text
    }),
    fc.tuple(spot, value).map(([where, what]): Edit => (text) => {
      const values = [...text.matchAll(/(?<=[:=] ?)[^\s:,{}[\]]+|"[^"\n]*"|'[^'\n]*'/g)]
      const found = values[Math.floor(where * values.length)]
      return found ? insert(text, found.index, found[0].length, JSON.stringify(what)) : text
    }),
  ]
}

type Spoil = (bytes: Buffer) => Buffer

/** What a wrong editor, a wrong encoding or a bad disk makes of a file. */
const spoils: fc.Arbitrary<Spoil> = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Spoil>((bytes) => bytes) },
  fc.constantFrom<Spoil>(
    (bytes) => Buffer.from(bytes.toString('utf8').replaceAll('\n', '\r\n')),
    (bytes) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
    (bytes) => Buffer.from(`\ufeff${bytes.toString('utf8')}`, 'utf16le'),
    (bytes) => Buffer.from(bytes.toString('utf8'), 'latin1'),
    (bytes) => Buffer.concat([bytes, bytes]),
  ),
  fc.tuple(spot, fc.nat(255)).map(([where, byte]): Spoil => (bytes) => {
    const copy = Buffer.from(bytes)
    copy[Math.floor(where * copy.length)] = byte
    return copy
  }),
)

/** A seed, or two of them joined, changed in a few places. Shrinks towards the seed itself. */
export function mutations(seeds: readonly Buffer[], words: readonly string[]): fc.Arbitrary<Buffer> {
  const seed = fc.constantFrom(...seeds)
  const edits = fc.array(fc.oneof(...structured(words), ...stretches(words)), { minLength: 1, maxLength: 5 })
  const joined = fc.tuple(seed, seed, spot, spot).map(([one, other, a, b]) => {
    return Buffer.concat([one.subarray(0, Math.floor(a * one.length)), other.subarray(Math.floor(b * other.length))])
  })
  const base = fc.oneof({ weight: 5, arbitrary: seed }, joined)
  return fc.tuple(base, edits, spoils).map(([bytes, all, spoil]) => {
    const text = all.reduce((changed, edit) => edit(changed), bytes.toString('utf8'))
    return spoil(Buffer.from(text, 'utf8'))
  })
}
