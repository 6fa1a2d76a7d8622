import type { PlannedStep } from '../../plan/plan.ts'
import type { HostCalls } from './exchange.ts'

/**
 * What one host says of values for other hosts and for the client. It gives the values of the step that has just ended and gets those of the step
 * that it is at, each once in one start of its program, and no others.
 */
export class HostValues {
  private readonly calls: HostCalls
  private waits = false
  private readonly had = new Set<string>()

  constructor(calls: HostCalls) {
    this.calls = calls
  }

  /** Whether it waits for a value of another host. */
  get waiting(): boolean {
    return this.waits
  }

  /** Its program begins anew. */
  begin(): void {
    this.waits = false
    this.had.clear()
  }

  await(step: PlannedStep | undefined, name: string): void {
    if (this.waits || !step?.awaits.includes(name) || !this.first(`awaits ${name}`)) return
    this.waits = true
    this.calls.awaiting(name)
  }

  goOn(): void {
    if (!this.waits) return
    this.waits = false
    this.calls.goingOn()
  }

  provide(step: PlannedStep | undefined, name: string, value: string): void {
    const isProvided = step?.provides.includes(name) ?? false
    const isCollected = step?.collect?.includes(name) ?? false
    if ((!isProvided && !isCollected) || !this.first(`provides ${name}`)) return
    if (isProvided) this.calls.provided(name, value)
    if (isCollected) this.calls.collected(name, value)
  }

  /** A step tells the client something while it is looked at, once. */
  report(step: PlannedStep | undefined, text: string): void {
    if (step?.collect === undefined || !this.first(`reports ${step.id}`)) return
    for (const name of step.collect) this.calls.reported(name, text)
  }

  private first(what: string): boolean {
    if (this.had.has(what)) return false
    this.had.add(what)
    return true
  }
}
