import { isObject } from '../facts/live/json-of.ts'
import type { JsonObject, JsonValue } from '../facts/live/live.ts'
import type { Leaf } from '../preflight/live/leaves.ts'

/** A JSON merge patch that sets leaves, and gives others back the value that kubeadm has for them, or none. */
export function patchOf(
  set: readonly Leaf[],
  gone: readonly Leaf[],
  defaultOfLeaf: (leaf: Leaf) => JsonValue | undefined,
): JsonObject {
  const all = [...gone.map((leaf) => ({ path: leaf.path, value: defaultOfLeaf(leaf) ?? null })), ...set]
  return all.reduce<JsonObject>((patch, { path, value }) => put(patch, path, value), {})
}

function put(below: JsonObject, [key = '', ...rest]: readonly string[], value: JsonValue): JsonObject {
  const inner = Object.hasOwn(below, key) ? below[key] : undefined
  return { ...below, [key]: rest.length === 0 ? value : put(isObject(inner) ? inner : {}, rest, value) }
}
