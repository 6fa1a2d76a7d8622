import { expect, it } from 'vitest'
import { mutantsOf } from './mutations.ts'

const changes = (text: string) => mutantsOf('x.ts', text).map(({ after }) => after)

it.each([
  ['a < b', ['a <= b', 'a >= b']],
  ['a >= b', ['a > b', 'a < b']],
  ['a !== b', ['a === b']],
  ['a && !b', ['a || !b', 'a && b']],
  ['a ? b : c', ['!(a) ? b : c']],
  ['true', ['false']],
  ['7', ['8', '6']],
  ['60_000', []],
  ["'word'", ["''"]],
  ["'words for people'", []],
  ["['x1', f(y)]", ['[f(y)]', "['x1']", "['', f(y)]"]],
  ['list.filter(f)', ['list']],
  ['/^(?:a|b)$/', ['/^(?:a)$/']],
])('the wrong changes of %s', (expression, expected) => {
  expect(changes(`x = () => ${expression}`).map((line) => line.replace('x = () => ', ''))).toEqual([
    ...[';', ...expected],
  ])
})

it('statements are left out, conditions turned round, and functions end early', () => {
  expect(changes('function f() {\n  a()\n  if (b) return c\n}')).toEqual([
    'function f() { return;',
    ';',
    'if (!(b)) return c',
    ';',
  ])
})

it.each([
  "throw new NodeprepError('code', a ? `${b} is wrong` : '')",
  "const x = { message: a ? 'x' : 'y' }",
  "note('info', a ? 'x' : 'y')",
  "import { a } from 'b'",
  "type A = 'a' | 7",
])('what only words a message, and types, are left alone: %s', (text) => {
  expect(changes(text).filter((after) => after !== ';')).toEqual([])
})
