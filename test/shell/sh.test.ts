import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joinSh, quote, raw, sh } from '../../src/shell/sh.ts'

const shells = [
  ['dash', ['dash']],
  ['bash', ['bash', '--posix']],
  ['bash itself', ['bash']],
  ['busybox ash', ['busybox', 'ash']],
] as const

/** Any text, and often what shells trip over. NUL is left out: no word can hold it. */
const word = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom("'", '"', '\\', '$', '`', '!', '*', '~', '-', '\n', '\r', '\t', ' ', '#', '=', '\x1e', 'a'),
  }),
  fc.constantFrom(
    '',
    '-n',
    '-e',
    '--',
    "'",
    "'\\''",
    '$(id)',
    '`id`',
    '~',
    '*',
    '[a-z]',
    '\\',
    '\n',
    'a\n',
    '漢字',
    '\u{1f600}',
    '{a,b}',
  ),
)
const words = fc.array(
  word.map((text) => text.replaceAll('\0', '')),
  { minLength: 40, maxLength: 80 },
)

describe.each(shells)('in %s', (_, [program, ...options]) => {
  function run(script: string): readonly string[] {
    const output = execFileSync(program, [...options, '-c', script], { encoding: 'utf8', maxBuffer: 2 ** 24 })
    return output.split('\0').slice(0, -1)
  }

  test('every interpolated string arrives as one word, byte for byte', () => {
    fc.assert(
      fc.property(words, (texts) => {
        const script = joinSh(texts.map((text) => sh`printf '%s\\0' ${text}`))
        expect(run(script.text)).toEqual(texts)
      }),
      { numRuns: 60 },
    )
  })

  test('a list becomes as many words as it has, and an assignment keeps its text', () => {
    fc.assert(
      fc.property(words, (texts) => {
        const script = joinSh([sh`printf '%s\\0' ${texts}`, sh`all=${texts.join('|')}`, sh`printf '%s\\0' "$all"`])
        expect(run(script.text)).toEqual([...texts, texts.join('|')])
      }),
      { numRuns: 30 },
    )
  })

  test('a quoted word is literal in a pattern too', () => {
    fc.assert(
      fc.property(words, (texts) => {
        const script = texts.map((text) => sh`case ${text} in ${text}) printf 'y\\0' ;; *) printf 'n\\0' ;; esac`)
        expect(run(joinSh(script).text)).toEqual(texts.map(() => 'y'))
      }),
      { numRuns: 30 },
    )
  })
})

test.each(['\0', 'a\0b', 'end\0'])('a word with NUL is refused: %j', (text) => {
  expect(() => quote(text)).toThrow(TypeError)
  expect(() => sh`echo ${text}`).toThrow('a shell word cannot contain NUL')
  expect(() => sh`echo ${['fine', text]}`).toThrow(TypeError)
})

test('plain words stay readable and numbers are written as they are', () => {
  expect(sh`chmod ${'0644'} ${'/etc/a-b_c.conf'} ${7}`.text).toBe('chmod 0644 /etc/a-b_c.conf 7')
})

test('a piece of shell in a piece of shell is not quoted again', () => {
  expect(sh`${raw('a | b')} && ${sh`c ${'d e'}`} ${[raw('$x'), 'y z']}`.text).toBe("a | b && c 'd e' $x 'y z'")
})
