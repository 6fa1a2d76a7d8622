import type { PlannedStep } from '../plan/plan.ts'
import type { HostCalls } from './exchange.ts'

/** What one host says of values that cross hosts. It gives and gets the values that its plan names, and no others. */
export class HostValues {
  private readonly steps: readonly PlannedStep[]
  private readonly calls: HostCalls
  private waits = false

  constructor(steps: readonly PlannedStep[], calls: HostCalls) {
    this.steps = steps
    this.calls = calls
  }

  /** Whether it waits for a value of another host. */
  get waiting(): boolean {
    return this.waits
  }

  /** Its program begins anew. */
  begin(): void {
    this.waits = false
  }

  await(name: string | undefined): void {
    if (!this.names('awaits', name)) return
    this.waits = true
    this.calls.awaiting(name)
  }

  goOn(): void {
    this.waits = false
    this.calls.goingOn()
  }

  /** The value comes in base64. */
  provide(name: string, value: string): void {
    if (this.names('provides', name)) this.calls.provided(name, Buffer.from(value, 'base64').toString('utf8'))
  }

  private names(what: 'awaits' | 'provides', name: string | undefined): name is string {
    return name !== undefined && this.steps.some((step) => step[what].includes(name))
  }
}
