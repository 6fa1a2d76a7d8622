import { createTwoFilesPatch } from 'diff'
import type { Facts } from '../../facts/facts.ts'
import type { PlannedStep } from '../../plan/plan.ts'
import type { Before } from '../../program/before.ts'
import { stepKinds } from '../../steps/index.ts'

/** Files that have less in common are not compared line by line: that could take for ever, and nobody reads it. */
const MOST_EDITS = 2000

const isLong = (text: string) => text.split('\n', 51).length > 50

/**
 * The unified diff of the file that a step writes over what was there, where that is known, or what the step itself says of its
 * changes; undefined when there is none to show.
 */
export function stepDiff(step: PlannedStep, facts: Facts, former: Before | undefined): string | undefined {
  if (former?.kind === 'changes') return step.sensitive || former.text === '' ? undefined : former.text
  const before = former?.kind === 'absent' ? null : former?.kind === 'text' ? former.text : undefined
  const kind = stepKinds.get(step.kind)
  const wanted = kind?.content?.(step.params, facts)
  const path = kind?.path?.(step.params, facts)
  if (step.sensitive || before === undefined || wanted === undefined || path === undefined || before === wanted)
    return undefined
  const from = before === null ? '/dev/null' : path
  // One that is new, or nearly empty, has nothing to search through.
  const limits = { context: 3, ...(isLong(before ?? '') && isLong(wanted) ? { maxEditLength: MOST_EDITS } : {}) }
  const patch = createTwoFilesPatch(from, path, before ?? '', wanted, '', '', limits) as string | undefined
  return patch === undefined
    ? `--- ${from}\n+++ ${path}\n@@ more than ${MOST_EDITS} lines differ @@\n`
    : patch.slice(patch.indexOf('--- '))
}
