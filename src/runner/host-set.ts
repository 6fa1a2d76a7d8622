import { randomBytes } from 'node:crypto'
import type { Cluster, Host } from '../cluster/cluster.ts'
import { asNodeprepError, NodeprepError } from '../errors.ts'
import type { Facts } from '../facts/facts.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import type { HostPlan } from '../plan/plan.ts'
import { shownFacts } from '../facts/shown-facts.ts'
import type { Emit, HostOutcome } from '../report/event.ts'
import { createTransport } from '../transport/index.ts'
import type { TransportOptions } from '../transport/run-options.ts'
import { HostOutcomes } from './host/host-outcomes.ts'
import type { HostRun } from './host/host-run.ts'
import { limitedHosts } from './limited-hosts.ts'
import { Session } from './session/session.ts'
import { Slots } from './slots.ts'

export interface HostSetOptions {
  readonly cluster: Cluster
  readonly run: string
  readonly concurrency: number
  readonly transport: TransportOptions
  readonly emit: Emit
  readonly signal: AbortSignal
  /** What a host is asked for beside the facts of every host: names that a file of facts knows. */
  readonly asks: (host: Host) => readonly string[]
  /** Paths of the files of every host whose text has to be known before anything is planned. */
  readonly reads: readonly string[]
  /** True of a host that needs the control planes: they are connected to as well, whatever the limit. */
  readonly joins: (host: HostWithFacts) => boolean
  /** The same for all hosts: something is done on the control planes for others. */
  readonly asksControlPlanes?: boolean | undefined
  /** Told of every value that goes from host to host, with each of these: it must appear in nothing they say. */
  readonly keepSecret?: (host: string, value: string) => void
  /** Told of every value and report that a host has for the client, once for each start of its program or look at it. */
  readonly collect?: ((from: HostPlan, name: string, value: string) => void) | undefined
  /** Told of a host's facts before anybody is shown them: the files among them may hold passwords. */
  readonly keepPasswords?: (host: string, facts: Facts) => void
  /** Called once, when each of the targets was logged in to or failed: the client has time until they answer. */
  readonly onWaiting?: (() => void) | undefined
  /** The sudo password of a host; undefined when there is none to be had. */
  readonly password: (host: Host) => Promise<string | undefined>
}

/** The hosts of one run: their sessions, and how each of them ended. */
export class HostSet {
  readonly options: HostSetOptions
  readonly slots: Slots
  readonly emit: Emit
  /** Hosts whose program has been started and has not ended. */
  readonly atWork = new Map<string, HostRun>()
  private readonly sessions = new Map<string, Session>()
  private readonly ends: HostOutcomes

  constructor(options: HostSetOptions) {
    this.options = options
    this.emit = options.emit
    this.ends = new HostOutcomes(options.emit, options.signal)
    this.slots = new Slots(options.concurrency)
  }

  /** Names of the hosts to converge. Throws when the limit names one that is not in the cluster. */
  targets(limit: readonly string[] | undefined): readonly string[] {
    return limitedHosts(this.options.cluster, limit).map(({ name }) => name)
  }

  /**
   * Connects to all targets and reads their facts; unreachable ones end here. With `limited`, the living control plane
   * is asked too when one of the targets has to join, or when something is done there for them.
   */
  async connect(targets: readonly string[], limited: boolean): Promise<readonly HostWithFacts[]> {
    const { cluster, joins, asksControlPlanes = false } = this.options
    const { hosts } = cluster
    const wanted = hosts.filter(({ name }) => targets.includes(name))
    const found = await this.connectAll(wanted, this.options.onWaiting)
    if (!limited || !(asksControlPlanes || found.some(joins))) return found
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
    this.ends.finish(run)
  }

  fail(host: string, error: NodeprepError, changed = 0): void {
    this.ends.fail(host, error, changed)
  }

  /** Ends every host that has not ended yet. */
  endRest(outcome: HostOutcome, message: string): void {
    const code = outcome === 'interrupted' ? 'interrupted' : 'preflight'
    for (const host of this.sessions.keys()) this.ends.end(host, outcome, 0, { code, message, remedy: undefined })
  }

  outcomes(): Readonly<Record<string, HostOutcome>> {
    return this.ends.outcomes()
  }

  changed(): number {
    return this.ends.changed()
  }

  async close(): Promise<void> {
    await Promise.all([...this.sessions.values()].map((session) => session.close()))
  }

  private async connectAll(hosts: readonly Host[], onWaiting?: () => void): Promise<readonly HostWithFacts[]> {
    const awaited = new Set(hosts)
    const settled = (host: Host): void => {
      // A host whose connection was lost is logged in to again.
      if (awaited.delete(host) && awaited.size === 0) onWaiting?.()
    }
    const found = await Promise.all(hosts.map((host) => this.connectOne(host, () => settled(host))))
    return found.filter((one) => one !== undefined)
  }

  private async connectOne(host: Host, settled: () => void): Promise<HostWithFacts | undefined> {
    const { emit, signal, asks, reads, password } = this.options
    await this.slots.take()
    try {
      if (signal.aborted) throw new NodeprepError('interrupted', 'interrupted before it was connected to')
      const transport = createTransport(host, this.options.transport)
      this.ends.begin(host.name)
      emit({ type: 'host-connecting', at: Date.now(), host: host.name, via: transport.description })
      const note = (level: 'info' | 'warning', message: string): void =>
        emit({ type: 'note', at: Date.now(), host: host.name, level, message })
      const nonce = randomBytes(16).toString('hex')
      const session = new Session({
        ...{ host, transport, nonce, signal, note, loggedIn: settled },
        ...{ asks: asks(host), reads },
        password: () => password(host),
      })
      this.sessions.set(host.name, session)
      const facts = await session.connect()
      this.options.keepPasswords?.(host.name, facts)
      emit({ type: 'host-facts', at: Date.now(), host: host.name, facts: shownFacts(facts) })
      return { host, facts }
    } catch (error) {
      this.fail(host.name, asNodeprepError(error))
      settled()
      return undefined
    } finally {
      this.slots.give()
    }
  }
}
