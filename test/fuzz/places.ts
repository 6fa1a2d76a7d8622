import type { z } from 'zod'
import { inputSchema, type JsonSchema } from '../../src/validation/input-schema.ts'

export type Place = readonly (string | number)[]

/** Every place of a schema that text may stand at: a new field is found by itself. */
export function textPlaces(schema: z.ZodType): Place[] {
  const found = walk(inputSchema(schema))
  return [...new Map(found.map((place) => [JSON.stringify(place), place])).values()]
}

function walk(schema: unknown, place: Place = []): Place[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { type, properties = {}, items, additionalProperties, anyOf = [], enum: values } = schema as JsonSchema
  const isText = [type].flat().includes('string') && values === undefined && !('const' in schema)
  return [
    ...(isText ? [place] : []),
    ...Object.entries(properties).flatMap(([key, inner]) => walk(inner, [...place, key])),
    ...walk(items, [...place, 0]),
    ...walk(additionalProperties, [...place, 'KEY']),
    ...anyOf.flatMap((inner) => walk(inner, place)),
  ]
}

/** A copy of `base` with a value at a place; what is on the way there and is missing or of another kind is made. */
export function withValue(base: unknown, [key, ...rest]: Place, value: unknown): unknown {
  if (key === undefined) return value
  const inner: unknown = typeof base === 'object' && base !== null ? Reflect.get(base, key) : undefined
  if (typeof key === 'number') return [withValue(inner, rest, value)]
  const map = typeof base === 'object' && base !== null && !Array.isArray(base) ? base : {}
  return { ...map, [key]: withValue(inner, rest, value) }
}
