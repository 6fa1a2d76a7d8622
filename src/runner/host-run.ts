import type { HostPlan, PlannedStep } from '../plan/plan.ts'
import type { Message } from '../program/protocol.ts'
import type { Emit, HostOutcome, StepOutcome } from '../report/event.ts'
import { parseBefore, stepDiff, type Before } from './step-diff.ts'

/** Output of one step that is kept for a failure's report, in characters. */
const KEPT_OUTPUT = 16_384
const OUTCOMES: ReadonlyMap<string, StepOutcome> = new Map([
  ['ok', 'ok'],
  ['changed', 'changed'],
  ['would', 'would-change'],
  ['failed', 'failed'],
  ['blocked', 'blocked'],
])

/** What a host asks of the others while its program runs. */
export interface HostCalls {
  readonly awaiting: (name: string) => void
  readonly goingOn: () => void
  readonly provided: (name: string, value: string) => void
}

/** Something that a plan would change, with what stands there now. */
export interface Pending {
  readonly step: PlannedStep
  readonly before: Before
  readonly diff: string | undefined
}

/** Turns what one host's program says into events, and remembers how it ended. */
export class HostRun {
  readonly plan: HostPlan
  readonly pending: Pending[] = []
  changed = 0
  /** Undefined until the program has said its end. */
  outcome: HostOutcome | undefined
  /** What stopped it, for people. */
  failure: { readonly step: PlannedStep; readonly message: string } | undefined
  private readonly steps: readonly PlannedStep[]
  private readonly emit: Emit
  private readonly calls: HostCalls
  private current = 0
  private startedAt = 0
  private output = ''
  private before: Before

  constructor(plan: HostPlan, emit: Emit, calls: HostCalls) {
    this.plan = plan
    this.emit = emit
    this.calls = calls
    this.steps = plan.steps.filter((step) => !step.skipped)
  }

  receive(message: Message): void {
    if (message.type === 'text') this.text(message.text)
    else this.event(message.name, message.rest)
  }

  private text(text: string): void {
    const step = this.steps[this.current - 1]
    this.output = (this.output + text).slice(-KEPT_OUTPUT)
    if (step) this.emit({ type: 'step-output', at: Date.now(), host: this.plan.host, step: step.id, text })
  }

  private event(name: string, rest: string): void {
    const [first = '', ...more] = rest.split(' ')
    const outcome = OUTCOMES.get(name)
    if (name === 'begin') this.begin()
    else if (name === 'start') this.reach(Number(first))
    else if (name === 'before') this.before = parseBefore(more.join(' '))
    else if (name === 'say') this.note(more.join(' '))
    else if (name === 'await') this.calls.awaiting(more[0] ?? '')
    else if (name === 'go') this.calls.goingOn()
    else if (name === 'value') this.calls.provided(first, Buffer.from(more[0] ?? '', 'base64').toString('utf8'))
    else if (outcome) this.ended(Number(first), outcome, more.join(' '))
    else if (name === 'end') this.end(more[0] ?? '')
  }

  /** A look that was cut off is taken again from its beginning. */
  private begin(): void {
    this.current = 0
    this.pending.length = 0
    if (this.steps.length > 0) this.reach(1)
  }

  /** The program says where it is only when it has something to apply: to say it of every check costs a run its time. */
  private reach(number: number): void {
    if (number === this.current) return
    this.current = number
    this.startedAt = Date.now()
    this.output = ''
    this.before = undefined
    const step = this.steps[number - 1]
    if (step) this.emit({ type: 'step-started', ...this.where(step) })
  }

  private ended(number: number, outcome: StepOutcome, rest: string): void {
    this.reach(number)
    const step = this.steps[number - 1]
    if (!step) return
    const diff = outcome === 'ok' ? undefined : stepDiff(step, this.plan.facts, this.before)
    if (outcome === 'changed') this.changed += 1
    if (outcome === 'would-change') this.pending.push({ step, before: this.before, diff })
    if (outcome === 'blocked') this.failure = { step, message: `${step.title}: waits for ${rest}, which will not come` }
    if (outcome === 'failed') this.failure = { step, message: `${step.title} (apply ended with status ${rest})` }
    const output = outcome === 'failed' ? this.output.trim() : undefined
    const durationMs = Date.now() - this.startedAt
    this.emit({ type: 'step-ended', ...this.where(step), outcome, durationMs, diff, output })
    const goesOn = this.failure === undefined && number < this.steps.length
    if (goesOn) this.reach(number + 1)
  }

  private end(why: string): void {
    const stopped: Readonly<Record<string, HostOutcome>> = {
      failed: 'failed',
      blocked: 'blocked',
      stopped: 'interrupted',
    }
    this.outcome = stopped[why] ?? (this.changed > 0 ? 'changed' : this.pending.length > 0 ? 'would-change' : 'ok')
  }

  private note(message: string): void {
    this.emit({ type: 'note', at: Date.now(), host: this.plan.host, level: 'info', message })
  }

  private where(step: PlannedStep) {
    const { id, title } = step
    return { at: Date.now(), host: this.plan.host, step: id, title, index: this.current, total: this.steps.length }
  }
}
