import { diffLines } from './diff.ts'
import type { Style } from '../style.ts'
import { count, oneLine } from '../text.ts'

/** A step that an apply would change. */
export interface PendingStep {
  readonly title: string
  /** Unified diff of the file that it would write, or lines of what it would change, where there is something to show. */
  readonly diff: string | undefined
}

/** What an apply would change on one host, diffs included. */
export function pendingText(host: string, steps: readonly PendingStep[], style: Style): string {
  const lines = [`${style('bold', host)}  ${count(steps.length, 'step')} would change`]
  for (const { title, diff } of steps) {
    lines.push(`  ${style('yellow', '~')} ${oneLine(title)}`)
    if (diff !== undefined) lines.push(...diffLines(diff, style).map((line) => `      ${line}`))
  }
  return `${lines.join('\n')}\n`
}
