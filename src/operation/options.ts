import { NodeprepError } from '../errors.ts'
import { flagOf } from './flag-of.ts'
import type { Operation, OptionSpec, OptionValue, OptionValues } from './operation.ts'

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 }

/** How the help of a command names what an option takes. */
export const takes: Readonly<Record<Exclude<OptionSpec['type'], 'boolean'>, string>> = {
  choice: '<value>',
  duration: '<time>',
  integer: '<number>',
  count: '<number>',
  list: '<list>',
}

/** The value that a text of the command line gives an option, or what is wrong with it. */
export function readOption({ type, choices = [] }: OptionSpec, text: string): OptionValue | { readonly wrong: string } {
  switch (type) {
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : { wrong: 'write true or false' }
    case 'choice':
      return choices.includes(text) ? text : { wrong: `write ${choices.join(' or ')}` }
    case 'integer':
      return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : { wrong: 'write a whole number above 0' }
    case 'list':
      return /^[\w.-]{1,64}(,[\w.-]{1,64}){0,63}$/.test(text) ? text : { wrong: 'write words with commas between them' }
    case 'count':
      return /^([1-9]\d{0,5}|[1-9]\d?%|100%)$/.test(text) ? text : { wrong: 'write a number of nodes or a percentage' }
    case 'duration': {
      const [, digits = '', unit = ''] = /^(\d{1,6})([smh])$/.exec(text) ?? []
      const seconds = Number(digits) * (SECONDS[unit] ?? 0)
      return seconds >= 1 ? seconds : { wrong: 'write a time as 90s, 5m or 1h' }
    }
  }
}

/** Every option of an operation with its value: those that were given, the defaults of the others. Throws `invalid-input`. */
export function optionValues({ options, requires }: Operation, given: Readonly<Record<string, unknown>>): OptionValues {
  const isGiven = (name: string) => ![undefined, false, ''].includes(given[name] as undefined)
  for (const [name, { conflicts = [] }] of Object.entries(options)) {
    const other = conflicts.find((one) => isGiven(one))
    if (isGiven(name) && other !== undefined)
      throw new NodeprepError('invalid-input', `${flagOf(name)} cannot be combined with ${flagOf(other)}`)
  }
  if (requires.length > 0 && !requires.some(isGiven))
    throw new NodeprepError('invalid-input', `one of these options is required: ${requires.map(flagOf).join(', ')}`)
  return Object.fromEntries(
    Object.entries(options).map(([name, spec]) => [name, (given[name] as OptionValue | undefined) ?? unset(spec)]),
  )
}

/** The value of an option as a command line takes it; undefined where it need not be said. */
export function writtenOption({ type }: OptionSpec, value: OptionValue | undefined): string | undefined {
  if (value === undefined || value === '' || value === false) return undefined
  return type === 'duration' ? `${String(value)}s` : String(value)
}

function unset(spec: OptionSpec): OptionValue {
  if (spec.default === undefined) return spec.type === 'boolean' ? false : ''
  const value = readOption(spec, String(spec.default))
  if (typeof value === 'object') throw new NodeprepError('internal', `a default is not valid: ${value.wrong}`)
  return value
}
