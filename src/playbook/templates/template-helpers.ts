import { NodeprepError } from '../../errors.ts'
import { compareVersions } from '../../kubernetes/versions/compare.ts'

const shown = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 60))

type Helper = (...values: unknown[]) => unknown

function text(helper: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw new NodeprepError('invalid-input', `${helper} needs text, not ${shown(value)}`)
}

function list(helper: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw new NodeprepError('invalid-input', `${helper} needs a list, not ${shown(value)}`)
}

/** A string, number, boolean or list of them as a TOML value. */
export function toml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toml).join(', ')}]`
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return JSON.stringify(text('toml', value)).replaceAll('\x7f', '\\u007F')
}

/** What YAML takes for the end of a line or refuses, and what a terminal would act on: JSON has an escape for all of it. */
const unsafe = /[\u007F-\u009F\u2028\u2029\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFFE\uFFFF]/g

/** A value as JSON that is the same value to YAML, too. */
export function json(value: unknown): string {
  if (value === undefined) throw new NodeprepError('invalid-input', 'json needs a value')
  return JSON.stringify(value).replace(
    unsafe,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

const semver =
  (helper: string, holds: (order: number) => boolean): Helper =>
  (a, b) =>
    holds(compareVersions(text(helper, a), text(helper, b)))

/**
 * What templates and playbooks can call, beside Handlebars' own `if`, `unless`, `each` and `with`. Values are compared
 * without conversion; `semverGte` and `semverLt` take versions and minors alike, and any other text that a host reports as
 * its version.
 */
export const helpers: Readonly<Record<string, Helper>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  not: (a) => !a,
  gt: (a, b) => Number(a) > Number(b),
  gte: (a, b) => Number(a) >= Number(b),
  lt: (a, b) => Number(a) < Number(b),
  lte: (a, b) => Number(a) <= Number(b),
  semverGte: semver('semverGte', (order) => order >= 0),
  semverLt: semver('semverLt', (order) => order < 0),
  /** Is the value in the list, or the text in the text? */
  includes: (where, what) =>
    typeof where === 'string' ? where.includes(text('includes', what)) : list('includes', where).includes(what),
  join: (values, separator) =>
    list('join', values)
      .map((value) => text('join', value))
      .join(text('join', separator)),
  json,
  toml,
}
