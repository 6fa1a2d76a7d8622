import { expect, test } from 'vitest'
import { lean } from '../../src/shell/lean.ts'

test('comment lines, blank lines and indentation go, and a # within a line stays', () => {
  expect(lean('# why\nf() {\n  # how\n\n  echo "${x#y}" # z\n}\n')).toBe('f() {\necho "${x#y}" # z\n}')
})
