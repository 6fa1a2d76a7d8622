import type { HostPlan, PlannedStep } from '../../plan/plan.ts'
import type { Before } from '../../program/before.ts'
import type { Pending } from '../../program/pending.ts'
import { readMessage, type ProgramMessage, type SaidOutcome } from '../../program/messages.ts'
import type { Message } from '../../program/protocol.ts'
import { stepKinds } from '../../steps/index.ts'
import type { Emit, HostOutcome } from '../../report/event.ts'
import type { HostCalls } from './exchange.ts'
import { HostValues } from './host-values.ts'
import { stepDiff } from './step-diff.ts'
import { stepFailure, type StepFailure } from './step-failure.ts'
import { StepOutput } from './step-output.ts'

const MOST_WARNINGS = 20

/** Turns what one host's program says into events, and remembers how it ended. */
export class HostRun {
  readonly plan: HostPlan
  readonly pending: Pending[] = []
  /** Undefined until the program has said its end. */
  outcome: HostOutcome | undefined
  /** What stopped it, for people. */
  failure: StepFailure | undefined
  private readonly steps: readonly PlannedStep[]
  private readonly emit: Emit
  private readonly values: HostValues
  private current = 0
  /** The last step whose end was said; a program goes from step to step, and ends each once. */
  private done = 0
  private readonly changedSteps = new Set<PlannedStep>()
  private readonly output = new StepOutput()
  private readonly warned = new Set<string>()
  /** The step that has rebooted the host; 0 when there is none. */
  private reboots = 0
  /** Seconds within which the host has to be back, since it has said that it reboots; undefined when it is up. */
  goingDown: number | undefined
  private rebooted = false
  private startedAt = 0
  private before: Before | undefined

  constructor(plan: HostPlan, emit: Emit, calls: HostCalls) {
    this.plan = plan
    this.emit = emit
    this.steps = plan.steps.filter((step) => !step.skipped)
    this.values = new HostValues(calls)
  }

  receive(message: Message): void {
    if (message.type === 'text') this.text(message.text)
    else if (message.from === 'program') {
      const said = readMessage(message.name, message.rest)
      if (said) this.hear(said)
    }
  }

  /** How many steps its program has ended since it began. */
  get stepsEnded(): number {
    return this.done
  }

  /** How many steps have changed something. */
  get changed(): number {
    return this.changedSteps.size
  }

  /** The step that is being done on the host, for people; undefined when it waits for others or for its boot. */
  get doing(): string | undefined {
    const step = this.steps[this.current - 1]
    if (!step || this.values.waiting || this.reboots > 0) return undefined
    return `${this.current}/${this.steps.length} ${step.title}`
  }

  private text(text: string): void {
    const step = this.steps[this.current - 1]
    const shown = this.output.of(step, text)
    if (step && shown !== '')
      this.emit({ type: 'step-output', at: Date.now(), host: this.plan.host, step: step.id, text: shown })
  }

  private hear(message: ProgramMessage): void {
    switch (message.type) {
      case 'begin':
        return this.begin()
      case 'start':
        return this.reach(message.step)
      case 'before':
        this.before = message.before
        return
      case 'say':
        return this.note(message.text)
      case 'warn':
        return this.warn(message.text)
      case 'reboot':
        return this.reboot(message.step)
      case 'await':
        return this.values.await(this.steps[this.current - 1], message.name)
      case 'go':
        return this.values.goOn()
      case 'value':
        return this.failure ? undefined : this.values.provide(this.steps[this.done - 1], message.name, message.value)
      case 'report':
        return this.report(message.step, message.text)
      case 'ended':
        return this.ended(message.step, message.outcome, message.why)
      case 'end':
        return this.end(message.why)
    }
  }

  /** A look that was cut off is taken again from its beginning. */
  private begin(): void {
    this.current = 0
    this.done = 0
    this.goingDown = undefined
    this.values.begin()
    this.pending.length = 0
    if (this.steps.length > 0) this.reach(1)
  }

  /** The program says where it is only when it has something to apply: to say it of every check costs a run its time. */
  private reach(number: number): void {
    const step = this.steps[number - 1]
    if (number <= this.current || !step) return
    this.current = number
    this.output.reset()
    this.startedAt = Date.now()
    this.before = undefined
    this.emit({ type: 'step-started', ...this.where(step) })
  }

  private ended(number: number, said: SaidOutcome, rest: string): void {
    const step = this.steps[number - 1]
    if (!step || number <= this.done) return
    this.reach(number)
    this.done = number
    // After the boot the program starts from its beginning, and finds this step done.
    const outcome = number === this.reboots && said === 'ok' ? 'changed' : said
    if (number === this.reboots) this.reboots = 0
    this.goingDown = undefined
    const diff = outcome === 'ok' ? undefined : stepDiff(step, this.plan.facts, this.before)
    if (outcome === 'changed') this.changedSteps.add(step)
    if (outcome === 'would-change') this.pending.push({ step, before: this.before, diff })
    this.failure = stepFailure(step, outcome, rest) ?? this.failure
    const output = outcome === 'failed' ? this.output.report(step) : undefined
    const durationMs = Date.now() - this.startedAt
    this.emit({ type: 'step-ended', ...this.where(step), outcome, durationMs, diff, output })
    if (!this.failure && number < this.steps.length) this.reach(number + 1)
  }

  private end(why: '' | 'stopped' | 'failed' | 'blocked'): void {
    const next = this.steps[this.done]
    if (why === 'stopped') this.outcome = 'interrupted'
    else if (why !== '') this.outcome = why
    else if (this.failure) this.outcome = 'failed'
    else if (next) this.endedTooSoon(next)
    else this.outcome = this.changed > 0 ? 'changed' : this.pending.length > 0 ? 'would-change' : 'ok'
  }

  private endedTooSoon(step: PlannedStep): void {
    this.outcome = 'failed'
    this.failure = { step, message: `${step.title}: the host reported the end of its program before this step` }
  }

  /** Believed in a step that may reboot its host, for as long as that step allows, and once in a run. */
  private reboot(number: number): void {
    const step = this.steps[number - 1]
    const seconds = step && stepKinds.get(step.kind)?.reboots?.(step.params)
    if (number !== this.current || this.rebooted || seconds === undefined) return
    this.rebooted = true
    this.reboots = number
    this.goingDown = seconds
    this.note(`rebooting (for up to ${Math.ceil(seconds / 60)} min)`)
  }

  /** Believed of the step whose check is next, if it is one that reports. */
  private report(number: number, text: string): void {
    const step = this.steps[number - 1]
    if (step && number === this.done + 1 && stepKinds.get(step.kind)?.reports === true) this.values.report(step, text)
  }

  /** Once each, for a check that warns may be repeated. */
  private warn(said: string): void {
    if (this.warned.has(said) || this.warned.size >= MOST_WARNINGS) return
    this.warned.add(said)
    this.note(said, 'warning')
  }

  private note(said: string, level: 'info' | 'warning' = 'info'): void {
    const message = this.output.ofNote(said)
    if (message !== '') this.emit({ type: 'note', at: Date.now(), host: this.plan.host, level, message })
  }

  private where(step: PlannedStep) {
    const { id, title } = step
    return { at: Date.now(), host: this.plan.host, step: id, title, index: this.current, total: this.steps.length }
  }
}
