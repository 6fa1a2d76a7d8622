import type { Cluster } from '../cluster/cluster.ts'
import { NodeprepError } from '../errors.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { planHosts, Unplannable, type PlanInputs } from '../plan/plan-hosts.ts'
import type { Plan } from '../plan/plan.ts'
import { earlyChecks, type Refusal } from '../preflight/early-checks.ts'
import { hostWarnings } from '../preflight/host-warnings.ts'
import type { Event, HostOutcome } from '../report/event.ts'
import { scrubbed } from '../report/secrets/scrubbed.ts'
import type { Secrets } from '../report/secrets/secrets.ts'
import { RunState } from '../report/state.ts'
import { sanitise } from '../report/text.ts'
import { checkPlan } from '../runner/execute.ts'
import { HostSet, type HostSetOptions } from '../runner/host-set.ts'
import { newRunName } from '../runner/run.ts'

/** The step of the playbook `ready` that says of all nodes what a status says of each. */
const ALL_READY = 'nodes-ready'

export interface LookOptions
  extends
    Omit<PlanInputs, 'hosts'>,
    Omit<HostSetOptions, 'cluster' | 'run' | 'emit' | 'collect' | 'asksControlPlanes'> {
  readonly secrets: Secrets
}

/** One look at all hosts. Texts of hosts are safe for a terminal and hold no secrets. */
export interface Look {
  readonly cluster: Cluster
  readonly at: Date
  /** Those of cluster.yaml that were to be looked at. */
  readonly targets: readonly string[]
  readonly found: ReadonlyMap<string, HostWithFacts>
  /** How each of them ended, and the steps that an apply would change there. */
  readonly state: RunState
  readonly warnings: readonly { readonly host: string; readonly message: string }[]
  readonly refusals: readonly Refusal[]
  /** What hosts report of themselves, by name. */
  readonly reports: ReadonlyMap<string, string>
  /** What a control plane reports of the cluster; undefined where none could be asked. */
  readonly clusterReport: { readonly from: string; readonly text: string } | undefined
  readonly outcomes: readonly HostOutcome[]
}

/**
 * Connects to all hosts and asks everything on the one channel of each, changing nothing. A host that fails is in the answer.
 * Rejects when the user interrupts, and where a host of `limit` is unknown.
 */
export async function look(options: LookOptions): Promise<Look> {
  const { cluster, limit, signal, secrets } = options
  const state = new RunState()
  const warnings: { host: string; message: string }[] = []
  const { emit } = scrubbed({ emit: (event) => note(event, state, warnings), close: () => undefined }, secrets)
  const reports = new Map<string, string>()
  let clusterReport: Look['clusterReport']
  const clean = (text: string, host: string): string => secrets.scrub(sanitise(text), host)
  const collect: NonNullable<HostSetOptions['collect']> = ({ host }, name, value) => {
    const text = clean(value, host)
    if (name === 'status-host') reports.set(host, text)
    else if (name === 'status-cluster') clusterReport = { from: host, text }
  }
  const run = newRunName()
  const set = new HostSet({ ...options, run, emit, collect, asksControlPlanes: true })
  const targets = set.targets(limit)
  try {
    const hosts = await set.connect(targets, limit !== undefined)
    const at = new Date()
    requireGoing(signal)
    const refusals = earlyChecks(cluster, hosts).map((one) => ({ ...one, message: clean(one.message, one.host) }))
    for (const message of hostWarnings(cluster, hosts))
      emit({ type: 'note', at: at.getTime(), host: undefined, level: 'warning', message })
    for (const one of await checkPlan(planOf(options, hosts, refusals, set), set, emit)) set.finish(one)
    requireGoing(signal)
    const found = new Map(hosts.map((one) => [one.host.name, one]))
    const outcomes = Object.entries(set.outcomes()).flatMap(([host, end]) => (targets.includes(host) ? [end] : []))
    return { cluster, at, targets, found, state, warnings, refusals, reports, clusterReport, outcomes }
  } finally {
    await set.close()
  }
}

function requireGoing(signal: AbortSignal): void {
  if (signal.aborted) throw new NodeprepError('interrupted', 'interrupted')
}

/** Keeps what an event says, but for what one step says of all nodes: a status says it of each. */
function note(event: Event, state: RunState, warnings: { host: string; message: string }[]): void {
  if (event.type === 'note' && event.level === 'warning') {
    const { host = '', message } = event
    if (state.host(host).step?.step !== ALL_READY) warnings.push({ host, message })
  } else if (event.type !== 'step-ended' || event.step !== ALL_READY) state.apply(event)
}

/** A host that cannot be planned fails alone. What an early check refuses is planned too, as far as that is possible. */
function planOf(
  options: LookOptions,
  hosts: readonly HostWithFacts[],
  refusals: readonly Refusal[],
  set: HostSet,
): Plan {
  try {
    return planHosts({ ...options, hosts })
  } catch (error) {
    if (error instanceof Unplannable) {
      for (const [host, problems] of error.byHost)
        set.fail(host, new NodeprepError('invalid-input', problems.join('\n')))
      return error.plan
    }
    const rest = hosts.filter(({ host }) => !refusals.some((refusal) => refusal.host === host.name))
    if (rest.length === hosts.length) throw error
    return planOf(options, rest, [], set)
  }
}
