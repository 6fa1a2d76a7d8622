import * as z from 'zod'
import { parseJson } from '../validation/parse-json.ts'
import type { Facts } from './facts.ts'
import { factsSchema } from './facts-schema.ts'

const factsFile = z.record(z.string(), factsSchema)

/**
 * Reads what `nodeprep facts --output json` printed: facts by the names of hosts, or those of the one host alone. Throws
 * `invalid-input` with every mistake and its place.
 */
export function parseFactsFile(text: string, file: string, wanted: string): ReadonlyMap<string, Facts> {
  if (isOfOneHost(text)) return new Map([[wanted, parseJson(text, file, factsSchema)]])
  return new Map(Object.entries(parseJson(text, file, factsFile)))
}

function isOfOneHost(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'packageManager' in value
  } catch {
    return false
  }
}
