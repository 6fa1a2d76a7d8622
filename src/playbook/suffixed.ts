import type { PlaybookStep } from './playbook.ts'

/** A step under an id that ends in `suffix`; `restartedBy` names those of the `known` steps by theirs. */
export function suffixed(step: PlaybookStep, suffix: string, known: ReadonlySet<unknown>): PlaybookStep {
  const { restartedBy } = step.params
  const other = (id: unknown): unknown => (known.has(id) ? `${String(id)}${suffix}` : id)
  const params = Array.isArray(restartedBy) ? { ...step.params, restartedBy: restartedBy.map(other) } : step.params
  return { ...step, id: `${step.id}${suffix}`, params }
}
