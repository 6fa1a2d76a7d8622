import { describe, expect, it } from 'vitest'
import { optionValues, readOption, writtenOption } from '../../src/operation/options.ts'
import { mistakesIn, operationOf, shippedOperation } from './operations.ts'

const duration = { type: 'duration', description: '' } as const
const count = { type: 'count', description: '' } as const

describe('the value of an option', () => {
  it.each([
    [duration, '90s', 90],
    [duration, '5m', 300],
    [duration, '2h', 7200],
    [count, '3', '3'],
    [count, '10%', '10%'],
    [count, '100%', '100%'],
    [{ type: 'integer', description: '' } as const, '12', 12],
    [{ type: 'boolean', description: '' } as const, 'true', true],
    [{ type: 'boolean', description: '' } as const, 'false', false],
    [{ type: 'choice', description: '', choices: ['a', 'b'] } as const, 'b', 'b'],
  ])('of %j is read from %s', (spec, text, value) => {
    expect(readOption(spec, text)).toBe(value)
  })

  it.each([
    [duration, '5'],
    [duration, '0s'],
    [duration, '5d'],
    [count, '0'],
    [count, '0%'],
    [count, '101%'],
    [{ type: 'integer', description: '' } as const, '0'],
    [{ type: 'integer', description: '' } as const, '1.5'],
    [{ type: 'boolean', description: '' } as const, 'yes'],
    [{ type: 'choice', description: '', choices: ['a', 'b'] } as const, 'c'],
  ])('of %j is not %s', (spec, text) => {
    expect(readOption(spec, text)).toMatchObject({ wrong: expect.stringContaining('write') as string })
  })
})

it('is written as it is read, and left out where it is not set', () => {
  expect(writtenOption(duration, 300)).toBe('300s')
  expect(writtenOption(count, '10%')).toBe('10%')
  expect(writtenOption({ type: 'boolean', description: '' }, true)).toBe('true')
  expect(writtenOption({ type: 'boolean', description: '' }, false)).toBeUndefined()
  expect(writtenOption({ type: 'choice', description: '' }, '')).toBeUndefined()
})

describe('the options of an operation', () => {
  const migrate = shippedOperation('migrate-runtime')

  it('have their defaults where they are not given', () => {
    expect(optionValues(migrate, { to: 'cri-o' })).toEqual({
      ...{ to: 'cri-o', rollback: false, removeOld: false, drainTimeout: 300, deleteEmptydirData: false, force: false },
    })
  })

  it('cannot contradict each other, and one of those that are required has to be given', () => {
    expect(() => optionValues(migrate, {})).toThrow('one of these options is required: --to, --rollback')
    expect(() => optionValues(migrate, { rollback: true, removeOld: true })).toThrow(
      '--rollback cannot be combined with --remove-old',
    )
    expect(() => optionValues(migrate, { rollback: true, to: 'cri-o' })).toThrow('cannot be combined with')
  })

  it('are checked when the operation is loaded', () => {
    expect(
      mistakesIn(`options:
  Bad: { type: boolean, description: x }
  a: { type: choice, description: x }
  b: { type: duration, default: soon, description: x, conflicts: [c] }
requires: [d]
`),
    ).toEqual([
      '5:8 options.Bad: not the name of an option; write it as drainTimeout',
      '6:6 options.a: a choice needs choices; ',
      '7:33 options.b.default: not a valid default; write a time as 90s, 5m or 1h',
      '7:67 options.b.conflicts.0: there is no option c; options: Bad, a, b',
      '8:12 requires.0: there is no option d; options: Bad, a, b',
    ])
  })

  it('are nothing in an operation without any', () => {
    expect(optionValues(operationOf('run: []'), {})).toEqual({})
  })
})
