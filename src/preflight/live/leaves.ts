import { isObject } from '../../facts/live/json-of.ts'
import type { JsonObject, JsonValue } from '../../facts/live/live.ts'
import { own, sameValue } from './same-value.ts'

/** A field of a user's document, and what it sets. */
export interface Leaf {
  readonly path: readonly string[]
  readonly value: JsonValue
}

const HEAD: ReadonlySet<string> = new Set(['apiVersion', 'kind'])

/** Everything a document sets: lists are one leaf each, and `null` sets nothing. */
export function leavesOf(document: JsonObject, above: readonly string[] = []): readonly Leaf[] {
  return Object.entries(document).flatMap(([key, value]): readonly Leaf[] => {
    if ((above.length === 0 && HEAD.has(key)) || value === null) return []
    const path = [...above, key]
    return isObject(value) && Object.keys(value).length > 0 ? leavesOf(value, path) : [{ path, value }]
  })
}

export function valueAt(document: JsonObject, path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((value, key) => (isObject(value) ? own(value, key) : undefined), document)
}

/** Leaves that are another value in a document that is in effect. */
export function differing(leaves: readonly Leaf[], inEffect: JsonObject): readonly Leaf[] {
  return leaves.filter(({ path, value }) => !sameValue(value, valueAt(inEffect, path)))
}
