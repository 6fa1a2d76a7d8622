import type { PlannedStep } from '../../plan/plan.ts'
import type { HostEnded, StepOutcome } from '../../report/event.ts'

/** What stopped a host, for people. */
export interface StepFailure {
  readonly step: PlannedStep
  readonly message: string
}

/** The failure that a step's end is, if it is one. `why` is what the program said of it: a status, a reason, or an awaited value. */
export function stepFailure(step: PlannedStep, outcome: StepOutcome, why: string): StepFailure | undefined {
  if (outcome === 'blocked') return { step, message: `${step.title}: blocked: ${why} will not be provided` }
  if (outcome === 'failed') {
    const status = /^\d+$/.test(why)
    return { step, message: `${step.title}${status ? ` (apply ended with status ${why})` : `: ${why}`}` }
  }
  return undefined
}

/** The error of a host that a step has stopped. */
export function stepError({ step, message }: StepFailure): HostEnded['error'] {
  const { file, line } = step.source
  const remedy = `The step is ${step.id} of ${file}:${line}. After the cause is removed, run the same command again.`
  return { code: 'step-failed', message, remedy }
}
