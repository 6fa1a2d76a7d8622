import type { ErrorCode } from '../errors.ts'
import type { Facts } from '../facts/facts.ts'

export type StepOutcome = 'ok' | 'changed' | 'would-change' | 'failed' | 'skipped' | 'blocked'
export type HostOutcome = 'ok' | 'changed' | 'would-change' | 'failed' | 'unreachable' | 'blocked' | 'interrupted'

interface At {
  /** Milliseconds since the epoch, on the client. */
  readonly at: number
}
interface OfHost extends At {
  readonly host: string
}
interface OfStep extends OfHost {
  readonly step: string
  readonly title: string
  /** Counted from 1, of the steps that are not skipped. */
  readonly index: number
  readonly total: number
}

export interface RunStarted extends At {
  readonly type: 'run-started'
  readonly run: string
  readonly mode: 'apply' | 'plan' | 'verify'
  readonly cluster: string
  readonly hosts: readonly string[]
  readonly logFile: string | undefined
}
export interface HostConnecting extends OfHost {
  readonly type: 'host-connecting'
  readonly via: string
}
export interface HostFacts extends OfHost {
  readonly type: 'host-facts'
  readonly facts: Facts
}
/** Something worth knowing that is no outcome: waiting for another run, reconnecting, a lock held by someone. */
export interface Note extends At {
  readonly type: 'note'
  readonly host: string | undefined
  readonly level: 'info' | 'warning'
  readonly message: string
}
export interface StepStarted extends OfStep {
  readonly type: 'step-started'
}
export interface StepOutput extends OfHost {
  readonly type: 'step-output'
  readonly step: string
  readonly text: string
}
export interface StepEnded extends OfStep {
  readonly type: 'step-ended'
  readonly outcome: StepOutcome
  readonly durationMs: number
  /** Unified diff of the file the step writes, or its own words about what changes, where there is something to show. */
  readonly diff: string | undefined
  /** Failed: the last lines of the step's output. */
  readonly output: string | undefined
}
export interface HostEnded extends OfHost {
  readonly type: 'host-ended'
  readonly outcome: HostOutcome
  readonly changed: number
  readonly durationMs: number
  readonly error:
    { readonly code: ErrorCode; readonly message: string; readonly remedy: string | undefined } | undefined
}
export interface RunEnded extends At {
  readonly type: 'run-ended'
  readonly exitCode: 0 | 1 | 2 | 3 | 4 | 130
  readonly durationMs: number
  readonly hosts: Readonly<Record<string, HostOutcome>>
  readonly changed: number
}

/** Everything a run can say. Reporters consume these and nothing else; `--output json` prints them one a line. */
export type Event =
  RunStarted | HostConnecting | HostFacts | Note | StepStarted | StepOutput | StepEnded | HostEnded | RunEnded
export type Emit = (event: Event) => void
