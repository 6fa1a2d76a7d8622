import type { Event, HostEnded, StepEnded, StepOutcome, StepStarted } from './event.ts'

type HostEvent = Exclude<Event, { type: 'run-started' | 'run-ended' }>

/** What is known of one host of a run. */
export class HostState {
  readonly name: string
  via: string | undefined
  /** Connected, and its facts are in. */
  known = false
  /** The step that runs right now. */
  step: StepStarted | undefined
  /** What the running step said last, for the person watching. */
  said: string | undefined
  /** When the present activity began, milliseconds since the epoch. */
  since = 0
  /**
   * How each step ended last: one that was looked at before an apply ends twice. Of those that held nothing else is
   * kept: with a thousand hosts they are nearly all.
   */
  readonly #steps = new Map<string, StepEnded | 'ok'>()
  ended: HostEnded | undefined

  constructor(name: string) {
    this.name = name
  }

  get active(): boolean {
    return this.ended === undefined && (this.via !== undefined || this.step !== undefined)
  }

  /** How many steps held from the start. */
  get ok(): number {
    let held = 0
    for (const step of this.#steps.values()) if (step === 'ok') held += 1
    return held
  }

  get changed(): StepEnded[] {
    return this.#having('changed')
  }

  /** Steps that an apply would change. */
  get pending(): StepEnded[] {
    return this.#having('would-change')
  }

  /** The step that failed or was blocked. */
  get failed(): StepEnded | undefined {
    return this.#having('failed', 'blocked')[0]
  }

  /** Takes one event of this host in. */
  apply(event: HostEvent): void {
    if (event.type === 'host-connecting') {
      this.via = event.via
      this.since = event.at
    } else if (event.type === 'host-facts') {
      this.known = true
      this.since = event.at
    } else if (event.type === 'step-started') {
      this.step = event
      this.said = undefined
      this.since = event.at
    } else if (event.type === 'note') {
      this.said = event.message
    } else if (event.type === 'step-ended') {
      this.said = undefined
      // A program that was started again, as after a reboot, finds done what this run has changed.
      const was = this.#steps.get(event.step)
      const done = event.outcome === 'ok' && was !== undefined && was !== 'ok' && was.outcome === 'changed'
      if (!done) this.#steps.set(event.step, event.outcome === 'ok' ? 'ok' : event)
    } else if (event.type === 'host-ended') {
      this.ended = event
      this.step = undefined
      this.said = undefined
    }
  }

  #having(...outcomes: readonly StepOutcome[]): StepEnded[] {
    const found: StepEnded[] = []
    for (const step of this.#steps.values()) if (step !== 'ok' && outcomes.includes(step.outcome)) found.push(step)
    return found
  }
}
