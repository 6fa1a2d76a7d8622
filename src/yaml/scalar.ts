import { NOT_RESOLVED, SCALAR_STYLE, boolCoreTag, floatCoreTag, intCoreTag, nullCoreTag } from 'js-yaml'
import type { ScalarEvent, ScalarTagDefinition } from 'js-yaml'

const IMPLICIT: readonly ScalarTagDefinition[] = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag]
const EXPLICIT: ReadonlyMap<string, ScalarTagDefinition> = new Map<string, ScalarTagDefinition>([
  ['!!null', nullCoreTag],
  ['!!bool', boolCoreTag],
  ['!!int', intCoreTag],
  ['!!float', floatCoreTag],
])

type ScalarValue = string | number | boolean | null

function resolve(tag: ScalarTagDefinition, text: string, isExplicit: boolean): ScalarValue | undefined {
  const value = tag.resolve(text, isExplicit, tag.tagName)
  return value === NOT_RESOLVED ? undefined : (value as ScalarValue)
}

/** The value of a scalar by YAML 1.2's core schema; undefined when its tag is unknown or does not fit the text. */
export function scalarValue(event: ScalarEvent, text: string, tag: string): ScalarValue | undefined {
  if (tag === '!!str' || tag === '!') return text
  if (tag !== '') {
    const definition = EXPLICIT.get(tag)
    return definition && resolve(definition, text, true)
  }
  if (event.style !== SCALAR_STYLE.PLAIN) return text
  for (const definition of IMPLICIT) {
    const value = resolve(definition, text, false)
    if (value !== undefined) return value
  }
  return text
}

/** Where a scalar begins for a reader: at its quote or block indicator. */
export function scalarStart(event: ScalarEvent, source: string): number {
  if (event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED)
    return event.valueStart - 1
  if (event.style === SCALAR_STYLE.LITERAL_BLOCK) return source.lastIndexOf('|', event.valueStart - 1)
  if (event.style === SCALAR_STYLE.FOLDED_BLOCK) return source.lastIndexOf('>', event.valueStart - 1)
  return event.valueStart
}
