import type { Event, HostOutcome, RunEnded, RunStarted } from './event.ts'
import { HostState } from './host-state.ts'

const bad = ['failed', 'unreachable', 'blocked'] as const

/** `2 failed`, `1 blocked`: how many hosts ended badly, by outcome; only those there are. */
export function outcomeCounts(state: RunState): readonly string[] {
  return bad.flatMap((outcome) => {
    const { length } = state.having(outcome)
    return length > 0 ? [`${length} ${outcome}`] : []
  })
}

/** What is known of a run from its events so far; the human reporters draw from it. */
export class RunState {
  readonly hosts = new Map<string, HostState>()
  started: RunStarted | undefined
  ended: RunEnded | undefined

  /** Takes one event in. */
  apply(event: Event): void {
    if (event.type === 'run-started') {
      this.started = event
      for (const name of event.hosts) this.hosts.set(name, new HostState(name))
    } else if (event.type === 'run-ended') {
      this.ended = event
    } else if (event.host !== undefined) {
      this.host(event.host).apply(event)
    }
  }

  /** The state of one host, which an event may name before the run's start did. */
  host(name: string): HostState {
    const known = this.hosts.get(name)
    if (known !== undefined) return known
    const host = new HostState(name)
    this.hosts.set(name, host)
    return host
  }

  /** Hosts that have ended with one of the outcomes, in the order of the cluster. */
  having(...outcomes: readonly HostOutcome[]): HostState[] {
    return [...this.hosts.values()].filter((host) => host.ended !== undefined && outcomes.includes(host.ended.outcome))
  }

  get changed(): number {
    let changed = 0
    for (const host of this.hosts.values()) changed += host.changed.length
    return changed
  }
}
