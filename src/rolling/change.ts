import type { JsonValue } from '../facts/live/live.ts'

/** One field that is another value than in cluster.yaml. */
export interface Change {
  /** `KubeletConfiguration.maxPods`. */
  readonly field: string
  /** Left out where nothing is known of it, or nothing is there. */
  readonly is?: JsonValue | undefined
  readonly wanted?: JsonValue | undefined
}

const SECRET = /token|password|secret|credential|private/i
const LONGEST = 200

function shown({ field }: Change, value: JsonValue): string {
  if (SECRET.test(field)) return '(not shown)'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain
}

/** As a plan shows them: `- FIELD: VALUE` and `+ FIELD: VALUE`. */
export function changeLines(changes: readonly Change[]): string {
  const lines = changes.flatMap((change) => [
    ...(change.is === undefined ? [] : [`- ${change.field}: ${shown(change, change.is)}`]),
    ...(change.wanted === undefined ? [] : [`+ ${change.field}: ${shown(change, change.wanted)}`]),
  ])
  return [...new Set(lines)].join('\n')
}

/** Lines of a plan; where an earlier run was cut off and nothing else differs, it says that. */
export const linesOf = (changes: readonly Change[], unproven: boolean): string =>
  changes.length === 0 && unproven ? '+ a change that was cut off comes to its end' : changeLines(changes)
