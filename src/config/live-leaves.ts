import type { JsonSchema } from '../validation/input-schema.ts'
import type { Live } from './schema/live.ts'

/** Something may be written here that has no keys of the schema below it: text, a list, a mapping with keys of the user's own. */
export function isLeaf({ properties, anyOf }: JsonSchema): boolean {
  return properties === undefined && (anyOf?.some((option) => typeof option === 'object' && isLeaf(option)) ?? true)
}

/** What is declared of a key: by itself, or by a key above it for all below. */
export function liveOf(schema: JsonSchema, above: Live | undefined): Live | undefined {
  const own = schema['live'] as Live | undefined
  return own ?? (above?.below === true ? above : undefined)
}

/** The schemas below one that are no keys: items of a list, forms of a value, values of a mapping with any keys. */
export function formsOf({ items, anyOf = [], additionalProperties }: JsonSchema): readonly JsonSchema[] {
  return [items, ...anyOf, additionalProperties].flatMap((one) =>
    typeof one === 'object' && !Array.isArray(one) ? [one] : [],
  )
}
