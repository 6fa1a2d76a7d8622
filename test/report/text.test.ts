import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { duration, oneLine, pad, sanitise, someOf, truncate, widthOf } from '../../src/report/text.ts'

describe('text from a host', () => {
  test.each([
    ['colours', '\u001B[1;31mred\u001B[0m', 'red'],
    ['cursor movements and erasing', 'a\u001B[2K\u001B[1A\u001B[?25lb', 'ab'],
    ['window titles', '\u001B]0;owned\u0007text', 'text'],
    ['links', '\u001B]8;;http://example.com\u001B\\click\u001B]8;;\u001B\\', 'click'],
    ['device control strings', '\u001BPq#0\u001B\\x', 'x'],
    ['an unfinished title, up to the end of its line', 'a\u001B]0;never\nb', 'a\nb'],
    ['one-letter escapes', 'a\u001BcB\u001B(0', 'aB'],
    ['C1 controls', 'a\u009B31mb\u0085c', 'abc'],
    ['bells, backspaces, NUL and DEL', 'a\u0007\b\0\u007Fb', 'ab'],
    ['marks that reorder what is read', 'a\u202Eb\u2066c', 'abc'],
    ['progress drawn over itself, but for what stood last', ' 1%\r 50%\r100%\nnext', '100%\nnext'],
    ['carriage returns of DOS line ends', 'a\r\nb\r\n', 'a\nb\n'],
  ])('loses %s', (_what, text, expected) => {
    expect(sanitise(text)).toBe(expected)
  })

  test('keeps its words, tabs and newlines', () => {
    expect(sanitise('a\tb\nCafé 文件 🚀')).toBe('a\tb\nCafé 文件 🚀')
  })

  test('never holds a control character afterwards, whatever it was', () => {
    const bytes = fc.string({ unit: fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCharCode(code)) })
    fc.assert(fc.property(bytes, (text) => !/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/.test(sanitise(text))))
  })

  // Each took minutes when it was looked at from every character on.
  test.each(['A', '\r', 'a\r', '\u001B', '\u001B]', ' '])('takes a megabyte of %j on one line', (piece) => {
    expect(sanitise(piece.repeat((1 << 20) / piece.length) + 'end')).toMatch(/nd$|^$/)
  })

  test('fits on one line when one line is wanted', () => {
    expect(oneLine('  waiting\nfor\tthe   lock\r\n')).toBe('waiting for the lock')
  })
})

describe('columns', () => {
  test('count two for wide characters and none for combining ones', () => {
    expect(widthOf('文件')).toBe(4)
    expect(widthOf('e\u0301')).toBe(1)
    expect(widthOf('🚀')).toBe(2)
  })

  test('are never exceeded by a cut', () => {
    expect(truncate('package kubelet', 9)).toBe('package…')
    expect(truncate('文件文件', 6)).toBe('文件…')
    expect(truncate('abc', 3)).toBe('abc')
    expect(truncate('abc', 0)).toBe('')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, columns) => {
        expect(widthOf(truncate(oneLine(text), columns))).toBeLessThanOrEqual(columns)
      }),
    )
  })

  test('are filled up by padding', () => {
    expect(pad('文', 4)).toBe('文  ')
    expect(pad('longer', 3)).toBe('longer')
  })
})

test.each([
  [0, '0.0s'],
  [4_240, '4.2s'],
  [9_960, '10s'],
  [41_000, '41s'],
  [59_600, '1m00s'],
  [123_000, '2m03s'],
  [3_720_000, '1h02m'],
  [-5, '0.0s'],
])('%d ms is written %s', (milliseconds, expected) => {
  expect(duration(milliseconds)).toBe(expected)
})

test('long lists of names are cut', () => {
  expect(someOf(['a', 'b'])).toBe('a, b')
  expect(someOf(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more')
})
