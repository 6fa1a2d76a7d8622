import type { PlannedStep } from '../plan/plan.ts'
import type { Before } from './before.ts'

/** Something that a plan would change, with what stands there now. */
export interface Pending {
  readonly step: PlannedStep
  readonly before: Before | undefined
  readonly diff: string | undefined
}
