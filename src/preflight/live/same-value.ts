import { isObject } from '../../facts/live/json-of.ts'
import type { JsonValue } from '../../facts/live/live.ts'

const UNITS: Readonly<Record<string, number>> = { h: 3.6e12, m: 6e10, s: 1e9, ms: 1e6, us: 1e3, µs: 1e3, ns: 1 }
const DURATION = /^-?(\d+(\.\d+)?(h|ms|m|s|us|µs|ns))+$/

/** `90s`, `1m30s` → nanoseconds, as Go reads them; a number says them already. Undefined for anything else. */
function nanoseconds(value: JsonValue): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value.length > 64 || !DURATION.test(value)) return undefined
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g)]
  return parts.reduce((sum, [, number, unit = '']) => sum + Number(number) * (UNITS[unit] ?? 0), 0)
}

/** kubeadm leaves out what is as good as nothing. */
export function isNothing(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === '') return true
  if (nanoseconds(value) === 0) return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

/** Whether a value of the user's is the one in effect: in another spelling, too, and where what is left out means the same. */
export function sameValue(wanted: JsonValue, is: JsonValue | undefined): boolean {
  if (is === undefined || is === null) return isNothing(wanted)
  if (isList(wanted)) {
    return isList(is) && is.length === wanted.length && wanted.every((item, i) => sameValue(item, is[i]))
  }
  if (isObject(wanted))
    return isObject(is) && Object.keys(wanted).every((key) => sameValue(wanted[key] ?? null, own(is, key)))
  if (typeof is === 'object' || typeof wanted === 'object') return wanted === is
  if (String(wanted) === String(is)) return true
  const [a, b] = [nanoseconds(wanted), nanoseconds(is)]
  return a !== undefined && a === b && (typeof wanted === 'string' || typeof is === 'string')
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value)

export const own = (object: { readonly [key: string]: JsonValue }, key: string): JsonValue | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined
