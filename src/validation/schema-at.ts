import * as z from 'zod'
import type { Path } from '../yaml/node.ts'

/** Every schema that may stand at a path: unions answer with all their options, wrappers with what they wrap. */
export function schemasAt(schema: z.core.$ZodType, path: Path): z.core.$ZodType[] {
  const options = unwrap(schema)
  const [key, ...rest] = path
  if (key === undefined) return options
  return options.flatMap((option) => {
    const next = step(option, key)
    return next ? schemasAt(next, rest) : []
  })
}

function step(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodObject) return new Map<PropertyKey, z.core.$ZodType>(Object.entries(schema.shape)).get(key)
  if (schema instanceof z.ZodArray) return schema.element
  return schema instanceof z.ZodRecord ? schema.valueType : undefined
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(unwrap)
  const inner = wrapped(schema)
  return inner ? unwrap(inner) : [schema]
}

function wrapped(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return schema.unwrap()
  return schema instanceof z.ZodPipe ? schema.in : undefined
}

/** The keys that a mapping at a path may have. */
export function keysAt(schema: z.core.$ZodType, path: Path): string[] {
  return [
    ...new Set(
      schemasAt(schema, path).flatMap((option) => (option instanceof z.ZodObject ? Object.keys(option.shape) : [])),
    ),
  ]
}

/** The description of what belongs at a path, or ''. Wrappers may carry it as well as what they wrap. */
export function descriptionAt(schema: z.core.$ZodType, path: Path): string {
  const key = path.at(-1)
  const places = key === undefined ? [schema] : schemasAt(schema, path.slice(0, -1)).map((parent) => step(parent, key))
  for (let place of places)
    while (place) {
      const description = z.globalRegistry.get(place)?.description
      if (description !== undefined) return description
      place = wrapped(place)
    }
  return ''
}
