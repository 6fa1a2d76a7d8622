import { NodeprepError } from '../../errors.ts'
import type { Emit, HostEnded, HostOutcome } from '../../report/event.ts'
import type { HostRun } from './host-run.ts'
import { stepError } from './step-failure.ts'

const UNREACHABLE = ['unreachable', 'host-key-unknown', 'host-key-mismatch', 'auth-failed', 'connection-lost']

function endless(): NodeprepError {
  return new NodeprepError('protocol', 'the program ended on the host without reporting how', {
    remedy: 'Run the same command again. If it happens again, check what ends programs on the host.',
  })
}

/** When the hosts of one run began, and how each of them ended: each once. */
export class HostOutcomes {
  private readonly emit: Emit
  private readonly signal: AbortSignal
  private readonly began = new Map<string, number>()
  private readonly ends = new Map<string, HostEnded>()

  constructor(emit: Emit, signal: AbortSignal) {
    this.emit = emit
    this.signal = signal
  }

  begin(host: string): void {
    this.began.set(host, Date.now())
  }

  has(host: string): boolean {
    return this.ends.has(host)
  }

  /** Ends a host with what its program said. */
  finish({ plan, failure, changed, outcome }: HostRun): void {
    if (outcome === undefined) return this.fail(plan.host, endless(), changed)
    this.end(plan.host, outcome, changed, failure && stepError(failure))
  }

  /** Ends a host with an error; in a run that is being interrupted it counts as interrupted. */
  fail(host: string, error: NodeprepError, changed: number): void {
    const { code, message, remedy } = error
    const interrupted = code === 'interrupted' || this.signal.aborted
    const outcome = interrupted ? 'interrupted' : UNREACHABLE.includes(code) ? 'unreachable' : 'failed'
    this.end(host, outcome, changed, { code, message, remedy })
  }

  /** Ends a host, unless it has ended. */
  end(host: string, outcome: HostOutcome, changed: number, error: HostEnded['error']): void {
    if (this.ends.has(host)) return
    const at = Date.now()
    const durationMs = at - (this.began.get(host) ?? at)
    const event: HostEnded = { type: 'host-ended', at, host, outcome, changed, durationMs, error }
    this.ends.set(host, event)
    this.emit(event)
  }

  outcomes(): Readonly<Record<string, HostOutcome>> {
    return Object.fromEntries([...this.ends].map(([host, { outcome }]) => [host, outcome]))
  }

  changed(): number {
    return [...this.ends.values()].reduce((sum, { changed }) => sum + changed, 0)
  }
}
