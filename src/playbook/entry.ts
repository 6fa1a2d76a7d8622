import type { Problem } from '../yaml/problem.ts'
import type { StepKind } from '../steps/step.ts'
import type { PlaybookStep } from './playbook.ts'

export type KindParams = Pick<StepKind, 'params' | 'reads'>

/** What the loader needs to know of the step kinds. */
export type Kinds = ReadonlyMap<string, KindParams>

/** Another playbook's steps in the place of an entry. */
export interface Include {
  readonly name: string
  /** Added to the ids of its steps, so that it can be included more than once. */
  readonly id?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly each?: string
}

/** One entry of a playbook, read. `problem` complains about something of it later on. */
export interface Entry {
  readonly step?: PlaybookStep
  readonly include?: Include
  readonly when: readonly string[]
  readonly problem: (key: readonly string[], message: string, hint?: string) => Problem
}
