import fc from 'fast-check'
import { stringify } from 'smol-toml'
import { expect, it } from 'vitest'
import { editToml } from '../../src/toml/edit.ts'
import { mergeTables, type TomlTable } from '../../src/toml/table.ts'
import { parseToml } from '../../src/toml/text.ts'

const key = fc.constantFrom('a', 'b', 'c.d', 'it\'s "e"', '__proto__', 'version')
const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 }))
const { table } = fc.letrec<{ table: TomlTable }>((tie) => ({
  table: fc.dictionary(key, fc.oneof({ depthSize: 'small' }, value, tie('table')), {
    maxKeys: 4,
  }),
}))

it('whatever is there and whatever is wanted: both are in the text afterwards', () => {
  fc.assert(
    fc.property(table, table, (before, over) => {
      const text = stringify(before)
      const wanted = mergeTables(parseToml(text), over)
      const edited = editToml(text, parseToml(stringify(wanted)))
      expect(parseToml(edited)).toEqual(parseToml(stringify(wanted)))
      expect(editToml(edited, parseToml(edited))).toBe(edited)
    }),
  )
})

it('a comment on every line stays where no value is changed', () => {
  fc.assert(
    fc.property(table, fc.string({ minLength: 1 }), (before, text) => {
      const lines = stringify(before).split('\n')
      const commented = lines.flatMap((line, i) => [`# ${i}`, line]).join('\n')
      const wanted = { ...parseToml(commented), new: { text } }
      const edited = editToml(commented, wanted)
      for (const i of lines.keys()) expect(edited.split('\n')).toContain(`# ${i}`)
    }),
  )
})

it.each([
  ['[a]\nb = 1 # one\nc = 2\n', { a: { b: 3, c: 2, d: 4 } }, '[a]\nb = 3\nc = 2\nd = 4\n'],
  ['a = [\n  1, # one\n  2,\n]\nb = 1\n', { a: [1], b: 1 }, 'a = [ 1 ]\nb = 1\n'],
  ['[[a]]\nb = 1\n[[a]]\nb = 2\n', { a: [{ b: 1 }, { b: 2 }], c: 1 }, 'c = 1\n[[a]]\nb = 1\n[[a]]\nb = 2\n'],
  ['a = 1 # one\n\n[b]\nc = 1\n\n# of d\n[d]\ne = 2\n', { a: 1, d: { e: 2 } }, 'a = 1 # one\n\n# of d\n[d]\ne = 2\n'],
  ['[a]\nb = [\n 1,\n]\nc = 2\n', { a: { c: 2 } }, '[a]\nc = 2\n'],
  ['a.b = 1\n', { a: { b: 2 } }, '[a]\nb = 2\n'],
  ['  [a]\n', { a: { b: 2 } }, '  [a]\n    b = 2\n'],
  ["a = '''\n[b]\nc = 1\n'''\n", { a: '[b]\nc = 1\n', b: { c: 2 } }, "a = '''\n[b]\nc = 1\n'''\n\n[b]\nc = 2\n"],
])('%j for %j becomes %j', (text, wanted, expected) => {
  const edited = editToml(text, wanted)
  expect(parseToml(edited)).toEqual(wanted)
  expect(edited).toBe(expected)
})
