import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applied, difference } from './lines.ts'

/** Lines of which many are equal, so that a place is easily taken for another. */
const lines = fc.array(fc.constantFrom('a', 'b', '', '~', '+a'), { maxLength: 12 })

describe('the difference between two texts', () => {
  it('determines the second one', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        expect(applied(before, difference(before, after))).toEqual(after)
      }),
      { numRuns: 2000 },
    )
  })

  it('has no more context than finding the place needs', () => {
    expect(difference(['a', 'b', 'c'], ['a', 'x', 'c'])).toEqual(['-b', '+x'])
    expect(difference(['a', 'b', 'c'], ['a', 'b', 'x', 'c'])).toEqual([' b', '+x'])
    expect(difference(['a', 'b', 'c', 'b'], ['a', 'b', 'c', 'x'])).toEqual([' c', '-b', '+x'])
  })

  it('cannot be applied to a text that it was not made from', () => {
    expect(() => applied(['a'], ['-b'])).toThrow('not in the text')
  })
})
