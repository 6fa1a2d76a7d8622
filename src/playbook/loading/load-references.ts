import { nearest } from '../../validation/did-you-mean.ts'
import type { Problem } from '../../yaml/problem.ts'
import type { Entry } from '../entry.ts'

/** What must hold among the steps of a flattened playbook: ids of their own, and restartedBy naming earlier ones. */
export function checkReferences(entries: readonly Entry[]): Problem[] {
  const places = new Map<string, number>()
  const problems: Problem[] = []
  entries.forEach(({ step, problem }, i) => {
    if (!step) return
    const first = entries[places.get(step.id) ?? -1]?.step
    if (first)
      problems.push(
        problem(
          ['id'],
          `"${step.id}" is already the id of the step at ${first.source.file}:${first.source.line}`,
          'give every step an id of its own; include a playbook once',
        ),
      )
    else places.set(step.id, i)
  })
  entries.forEach(({ step, problem }, i) => {
    const restartedBy: unknown = step?.params['restartedBy']
    if (!step || !Array.isArray(restartedBy)) return
    restartedBy.forEach((id: unknown, j) => {
      if (typeof id !== 'string' || id.includes('{{')) return
      const place = places.get(id)
      const at = [step.kind, 'restartedBy', String(j)]
      if (place === undefined) {
        const near = nearest(id, [...places.keys()])
        problems.push(problem(at, `no step has the id "${id}"${near === undefined ? '' : `; did you mean "${near}"?`}`))
      } else if (place >= i) problems.push(problem(at, `step "${id}" does not come earlier`, 'put it before this one'))
    })
  })
  return problems
}
