import type { Plan } from '../plan/plan.ts'

/** Hands a value to a host that waits for it; `undefined` says that it will never come. */
export type Deliver = (host: string, name: string, value: string | undefined) => void

/** What a host asks of the others while its program runs. */
export interface HostCalls {
  readonly awaiting: (name: string) => void
  readonly goingOn: () => void
  readonly provided: (name: string, value: string) => void
}

/**
 * The values that cross hosts in one run (a join token, «cp2 has joined»): who gives them, who waits for them.
 * They are secrets: they pass through here and are told to nobody else.
 */
export class Exchange {
  private readonly providers = new Map<string, string>()
  private readonly values = new Map<string, string>()
  private readonly failed = new Set<string>()
  private readonly waiting = new Map<string, string>()
  private readonly deliver: Deliver

  constructor(plan: Plan, deliver: Deliver) {
    this.deliver = deliver
    for (const { host, steps } of plan.hosts)
      for (const step of steps) if (!step.skipped) for (const name of step.provides) this.providers.set(name, host)
  }

  /** A host cannot go on without the value. */
  await(host: string, name: string): void {
    this.waiting.set(host, name)
    this.settle(host)
  }

  /** A host has gone on. */
  goOn(host: string): void {
    this.waiting.delete(host)
  }

  /** A connection came back: what was sent on the old one may be lost. */
  again(host: string): void {
    this.settle(host)
  }

  provide(name: string, value: string): void {
    this.values.set(name, value)
    for (const host of this.waiting.keys()) this.settle(host)
  }

  /** A host has ended: what it has not given by now will not come. */
  ended(host: string): void {
    this.waiting.delete(host)
    this.failed.add(host)
    for (const other of this.waiting.keys()) this.settle(other)
  }

  private settle(host: string): void {
    const name = this.waiting.get(host)
    if (name === undefined) return
    const value = this.values.get(name)
    const provider = this.providers.get(name)
    if (value !== undefined) this.deliver(host, name, value)
    else if (provider === undefined || this.failed.has(provider)) this.deliver(host, name, undefined)
  }
}
