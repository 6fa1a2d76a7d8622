import type { PlannedStep } from '../plan/plan.ts'
import type { HostEnded, StepOutcome } from '../report/event.ts'

/** What stopped a host, for people. */
export interface StepFailure {
  readonly step: PlannedStep
  readonly message: string
}

/** The failure that a step's end is, if it is one. `rest` is what the program said of it: a status, or an awaited value. */
export function stepFailure(step: PlannedStep, outcome: StepOutcome, rest: string): StepFailure | undefined {
  if (outcome === 'blocked') return { step, message: `${step.title}: waits for ${rest}, which will not come` }
  if (outcome === 'failed') return { step, message: `${step.title} (apply ended with status ${rest})` }
  return undefined
}

/** The error of a host that a step has stopped. */
export function stepError({ step, message }: StepFailure): HostEnded['error'] {
  const { file, line } = step.source
  const remedy = `The step is ${step.id} of ${file}:${line}. After the cause is removed, run the same command again.`
  return { code: 'step-failed', message, remedy }
}
