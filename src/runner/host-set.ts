import { randomBytes } from 'node:crypto'
import type { Cluster, Host } from '../config/cluster.ts'
import { asNodeprepError, NodeprepError } from '../errors.ts'
import type { HostWithFacts } from '../plan/plan-hosts.ts'
import type { Emit, HostEnded, HostOutcome } from '../report/event.ts'
import { createTransport } from '../transport/index.ts'
import type { TransportOptions } from '../transport/options.ts'
import type { HostRun } from './host-run.ts'
import { limitedHosts } from './limited-hosts.ts'
import { Session } from './session.ts'
import { Slots } from './slots.ts'

export interface HostSetOptions {
  readonly cluster: Cluster
  readonly run: string
  readonly concurrency: number
  readonly transport: TransportOptions
  readonly emit: Emit
  readonly signal: AbortSignal
  /** Told of every value that goes from host to host: it must appear nowhere. */
  readonly keepSecret?: (value: string) => void
  /** The sudo password of a host; undefined when there is none to be had. */
  readonly password: (host: Host) => Promise<string | undefined>
}

/** The hosts of one run: their sessions, and how each of them ended. */
export class HostSet {
  readonly options: HostSetOptions
  readonly slots: Slots
  /** Marks the events of this run; the same on all hosts. */
  readonly nonce = randomBytes(8).toString('hex')
  readonly emit: Emit
  /** Hosts whose program has been started and has not ended. */
  readonly atWork = new Map<string, HostRun>()
  private readonly sessions = new Map<string, Session>()
  private readonly began = new Map<string, number>()
  private readonly ends = new Map<string, HostEnded>()

  constructor(options: HostSetOptions) {
    this.options = options
    this.emit = options.emit
    this.slots = new Slots(options.concurrency)
  }

  /** Names of the hosts to converge. Throws when the limit names one that is not in the cluster. */
  targets(limit: readonly string[] | undefined): readonly string[] {
    return limitedHosts(this.options.cluster, limit).map(({ name }) => name)
  }

  /**
   * Connects to all targets and reads their facts; unreachable ones end here. With `limited`, the living control plane
   * is asked too when one of the targets has to join.
   */
  async connect(targets: readonly string[], limited: boolean): Promise<readonly HostWithFacts[]> {
    const { hosts } = this.options.cluster
    const wanted = hosts.filter(({ name }) => targets.includes(name))
    const found = await this.connectAll(wanted)
    if (!limited || !found.some(({ facts }) => facts.kubernetes.state === 'none')) return found
    const helpers = hosts.filter(({ name, role }) => role === 'control-plane' && !targets.includes(name))
    return [...found, ...(await this.connectAll(helpers))]
  }

  session(host: string): Session {
    const session = this.sessions.get(host)
    if (!session) throw new NodeprepError('internal', `no session for ${host}`)
    return session
  }

  hasEnded(host: string): boolean {
    return this.ends.has(host)
  }

  /** Ends a host with what its program said. */
  finish(run: HostRun): void {
    const { failure, changed, outcome = 'failed' } = run
    const error = failure && {
      code: 'step-failed' as const,
      message: failure.message,
      remedy: `The step is ${failure.step.id} of ${failure.step.source.file}:${failure.step.source.line}. After the cause is removed, run the same command again.`,
    }
    this.end(run.plan.host, outcome, changed, error)
  }

  fail(host: string, error: NodeprepError, changed = 0): void {
    const unreachable = ['unreachable', 'host-key-unknown', 'host-key-mismatch', 'auth-failed', 'connection-lost']
    const outcome =
      error.code === 'interrupted' || this.options.signal.aborted
        ? 'interrupted'
        : unreachable.includes(error.code)
          ? 'unreachable'
          : 'failed'
    const { code, message, remedy } = error
    this.end(host, outcome, changed, { code, message, remedy })
  }

  /** Ends every host that has not ended yet. */
  endRest(outcome: HostOutcome, message: string): void {
    const code = outcome === 'interrupted' ? 'interrupted' : 'preflight'
    for (const host of this.sessions.keys()) this.end(host, outcome, 0, { code, message, remedy: undefined })
  }

  outcomes(): Readonly<Record<string, HostOutcome>> {
    return Object.fromEntries([...this.ends].map(([host, { outcome }]) => [host, outcome]))
  }

  changed(): number {
    return [...this.ends.values()].reduce((sum, { changed }) => sum + changed, 0)
  }

  async close(): Promise<void> {
    await Promise.all([...this.sessions.values()].map((session) => session.close()))
  }

  private end(host: string, outcome: HostOutcome, changed: number, error: HostEnded['error']): void {
    if (this.ends.has(host)) return
    const at = Date.now()
    const durationMs = at - (this.began.get(host) ?? at)
    const event: HostEnded = { type: 'host-ended', at, host, outcome, changed, durationMs, error }
    this.ends.set(host, event)
    this.emit(event)
  }

  private async connectAll(hosts: readonly Host[]): Promise<readonly HostWithFacts[]> {
    const found = await Promise.all(hosts.map((host) => this.connectOne(host)))
    return found.filter((one) => one !== undefined)
  }

  private async connectOne(host: Host): Promise<HostWithFacts | undefined> {
    const { emit, signal, password } = this.options
    await this.slots.take()
    try {
      if (signal.aborted) throw new NodeprepError('interrupted', 'interrupted before it was connected to')
      const transport = createTransport(host, this.options.transport)
      this.began.set(host.name, Date.now())
      emit({ type: 'host-connecting', at: Date.now(), host: host.name, via: transport.description })
      const note = (level: 'info' | 'warning', message: string): void =>
        emit({ type: 'note', at: Date.now(), host: host.name, level, message })
      const { nonce } = this
      const session = new Session({ host, transport, nonce, signal, password: () => password(host), note })
      this.sessions.set(host.name, session)
      const facts = await session.connect()
      emit({ type: 'host-facts', at: Date.now(), host: host.name, facts })
      return { host, facts }
    } catch (error) {
      this.fail(host.name, asNodeprepError(error))
      return undefined
    } finally {
      this.slots.give()
    }
  }
}
