import type { Plan } from '../../plan/plan.ts'

/** Hands a value to a host that waits for it; `undefined` says that it will never come. */
export type Deliver = (host: string, name: string, value: string | undefined) => void

/** What a host asks of the others while its program runs. */
export interface HostCalls {
  readonly awaiting: (name: string) => void
  readonly goingOn: () => void
  readonly provided: (name: string, value: string) => void
  /** A value for the client. */
  readonly collected: (name: string, value: string) => void
  /** A text for the client that is no secret. */
  readonly reported: (name: string, text: string) => void
}

/**
 * The values that cross hosts in one run (a join token, «cp2 has joined»): who gives them, who waits for them.
 * They are secrets: they pass through here and are told to nobody else.
 */
export class Exchange {
  private readonly providers = new Map<string, { readonly host: string; readonly title: string }>()
  private readonly values = new Map<string, string>()
  private readonly failed = new Set<string>()
  private readonly waiting = new Map<string, string>()
  private readonly deliver: Deliver

  constructor(plan: Plan, deliver: Deliver) {
    this.deliver = deliver
    for (const { host, steps } of plan.hosts)
      for (const { skipped, provides, title } of steps)
        if (!skipped) for (const name of provides) this.providers.set(name, { host, title })
  }

  /** A host cannot go on without the value. Returns what it waits for, host and step, if that is not there yet. */
  await(host: string, name: string): string | undefined {
    this.waiting.set(host, name)
    const provider = this.settle(host)
    return provider && `waiting for ${provider.host}: ${provider.title}`
  }

  /** A host has gone on. */
  goOn(host: string): void {
    this.waiting.delete(host)
  }

  /** A connection came back: what was sent on the old one may be lost. */
  again(host: string): void {
    this.settle(host)
  }

  /** A host gives a value. Only the one whose plan has the step that provides it can. */
  provide(host: string, name: string, value: string): void {
    if (this.providers.get(name)?.host !== host) return
    this.values.set(name, value)
    for (const host of this.waiting.keys()) this.settle(host)
  }

  /** A host has ended: what it has not given by now will not come. */
  ended(host: string): void {
    this.waiting.delete(host)
    this.failed.add(host)
    for (const other of this.waiting.keys()) this.settle(other)
  }

  /** Hands over what is there; returns who has yet to give it. */
  private settle(host: string): { readonly host: string; readonly title: string } | undefined {
    const name = this.waiting.get(host)
    if (name === undefined) return undefined
    const value = this.values.get(name)
    const provider = this.providers.get(name)
    if (value === undefined && provider !== undefined && !this.failed.has(provider.host)) return provider
    this.deliver(host, name, value)
    return undefined
  }
}
