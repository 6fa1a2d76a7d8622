import { parseYaml } from '../../yaml/parse.ts'
import { toValue } from '../../yaml/node.ts'
import type { JsonObject, JsonValue } from './live.ts'

/** Fields that hold a secret wherever they are: headers, tokens, keys to certificates. */
const SECRET = /token|certificateKey|password|secret(?!s)|staticPodURLHeader/i

/** As many documents as are taken of one file. */
const MOST = 8

/** Takes a host's value for what JSON can say, without what may hold a secret. */
export function jsonOf(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(jsonOf)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
        SECRET.test(key) && typeof inner !== 'boolean' ? [] : [[key, jsonOf(inner)]],
      ),
    )
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The documents of a YAML file that are mappings; undefined when it is no YAML, or holds anything else. */
export function yamlObjects(text: string): readonly JsonObject[] | undefined {
  const { documents, problems } = parseYaml(text, '')
  if (problems.length > 0 || documents.length > MOST) return undefined
  const values = documents.map(({ root }) => jsonOf(toValue(root)))
  return values.every(isObject) ? values : undefined
}
