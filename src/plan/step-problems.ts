import type { Facts } from '../facts/facts.ts'
import { stepKinds } from '../steps/index.ts'
import type { PlannedStep } from './plan.ts'

/** Why a host's steps cannot be had there as it is. */
export function stepProblems(steps: readonly PlannedStep[], facts: Facts): readonly string[] {
  const planned = steps.filter(({ skipped }) => !skipped)
  const ofKinds = planned.flatMap(({ kind, params }) => stepKinds.get(kind)?.problem?.(params, facts) ?? [])
  return [...ofKinds, ...twiceRead(planned)]
}

/** Each of two steps would write what it makes of the file as it was before the run, without the change of the other. */
function twiceRead(steps: readonly PlannedStep[]): readonly string[] {
  const first = new Map<string, PlannedStep>()
  return steps.flatMap((step) => {
    const path = readBy(step)
    if (path === undefined) return []
    const other = first.get(path)
    if (other === undefined) first.set(path, step)
    if (other === undefined || JSON.stringify(other.params) === JSON.stringify(step.params)) return []
    return [`${path}: steps ${other.id} and ${step.id} both change it: put their settings into one step`]
  })
}

function readBy({ kind, params }: PlannedStep): string | undefined {
  const key = stepKinds.get(kind)?.reads
  return key === undefined ? undefined : (params as Readonly<Record<string, string>>)[key]
}
