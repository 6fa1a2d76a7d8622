import { expect, test } from 'vitest'
import { coloured, styleFor, unstyled } from '../../src/report/style.ts'

const write = () => true

test('colours are for terminals that have them', () => {
  expect(styleFor({ write, isTTY: true, hasColors: () => true })).toBe(coloured)
  expect(styleFor({ write, isTTY: true, hasColors: () => false })).toBe(unstyled)
  expect(styleFor({ write })).toBe(unstyled)
})

test('empty text stays empty', () => {
  expect(coloured('red', '')).toBe('')
})
