import { expect, test } from 'vitest'
import { startOf, toValue } from '../../src/yaml/node.ts'
import { parseYaml } from '../../src/yaml/parse.ts'

const values = (text: string) => parseYaml(text, 'x.yaml').documents.map(({ root }) => toValue(root))

function placeOf(text: string, ...path: (string | number)[]): string {
  const [document] = parseYaml(text, 'x.yaml').documents
  if (!document) throw new Error('no document')
  const { line, column } = document.problem(startOf(document.root, path), [], '')
  return `${line}:${column}`
}

test('scalars are read by the core schema of YAML 1.2', () => {
  expect(values('[1, 0644, 0x10, 1.5, yes, on, True, ~, "1", !!str 1.30, !!int "7", 2001-01-01]')).toEqual([
    [1, 644, 16, 1.5, 'yes', 'on', true, null, '1', '1.30', 7, '2001-01-01'],
  ])
})

test('documents that are empty do not count', () => {
  expect(values('---\na: 1\n---\n# nothing\n---\nb: 2\n...\n')).toEqual([{ a: 1 }, { b: 2 }])
})

test('an alias is the value of its anchor', () => {
  expect(values('a: &x { k: [1] }\nb: *x\n')).toEqual([{ a: { k: [1] }, b: { k: [1] } }])
})

test.each([
  ['a byte order mark', '\uFEFFa: 1\nb: 2\n'],
  ['Windows line ends', 'a: 1\r\nb: 2\r\n'],
  ['old Mac line ends', 'a: 1\rb: 2\r'],
])('%s shifts no place', (_, text) => {
  expect([placeOf(text, 'a'), placeOf(text, 'b')]).toEqual(['1:4', '2:4'])
})

test.each([
  ['plain text', 'a: text', '1:4'],
  ['quoted text', 'a: "text"', '1:4'],
  ['literal text', 'a: |\n  text\n', '1:4'],
  ['folded text', 'a: >-\n  text\n', '1:4'],
  ['a flow list', 'a: [x]', '1:4'],
  ['a block list', 'a:\n  - x\n', '2:3'],
  ['a mapping', 'a:\n  b: x\n', '2:3'],
  ['an anchored value', 'a: &x !!str text', '1:4'],
  ['an alias', 'b: &x 1\na: *x', '2:4'],
  ['nothing, at its key', 'b: 1\na:\n', '2:1'],
])('%s is at %s', (_, text, place) => {
  expect(placeOf(text, 'a')).toBe(place)
})

test('empty items of a list are at their dashes', () => {
  const text = 'a:\n  -\n  -\n  - 1\n  - # - no\n'
  expect([0, 1, 2, 3].map((i) => placeOf(text, 'a', i))).toEqual(['2:3', '3:3', '4:5', '5:3'])
})

test('a path that leads nowhere is where it ends', () => {
  expect(placeOf('a:\n  b: { c: 1 }\n', 'a', 'b', 'missing', 0)).toBe('2:6')
})
