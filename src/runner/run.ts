import { randomBytes } from 'node:crypto'
import type { Cluster } from '../config/cluster.ts'
import { formatProblem, type Notice } from '../yaml/problem.ts'
import { NodeprepError } from '../errors.ts'
import { earlyChecks } from '../preflight/early-checks.ts'
import type { Credentials } from '../registries/credentials.ts'
import { planHosts, Unplannable, type PlanInputs } from '../plan/plan-hosts.ts'
import type { HostWithFacts } from '../kubernetes/host-with-facts.ts'
import { observe, requireSame, type PlanFile } from '../bound-plan/plan-file.ts'
import { documentSecretWarnings } from '../config/document-secrets.ts'
import { sourceWarnings } from '../plan/source-warnings.ts'
import type { Plan } from '../plan/plan.ts'
import type { Templates } from '../playbook/loading/load-templates.ts'
import type { Playbook } from '../playbook/playbook.ts'
import type { Emit, HostOutcome } from '../report/event.ts'
import { exitCodeOf, type ExitCode } from '../report/exit-code.ts'
import { someOf } from '../report/text.ts'
import { applyPlan, checkPlan } from './execute.ts'
import type { HostRun } from './host/host-run.ts'
import type { Pending } from '../program/pending.ts'
import { hostWarnings } from '../preflight/host-warnings.ts'
import { HostSet, type HostSetOptions } from './host-set.ts'
import { sayLeaving, sayStopping } from './interruption-notes.ts'

export interface RunOptions extends Omit<HostSetOptions, 'run'> {
  readonly cluster: Cluster
  /** Or what makes it once the facts of the hosts are known. Throws `invalid-input`. */
  readonly playbook: Playbook | ((hosts: readonly HostWithFacts[]) => Playbook)
  readonly templates: Templates
  /** What should be said of the cluster.yaml, though it is valid. */
  readonly notices?: readonly Notice[] | undefined
  readonly mode: 'apply' | 'plan' | 'verify'
  readonly limit?: readonly string[] | undefined
  /** Passwords and keys of registries. */
  readonly credentials?: Credentials | undefined
  /** A text of a host's without the secrets of this run and of that host: plan files hold digests of nothing else. */
  readonly scrub: (text: string, host: string) => string
  readonly logFile?: string | undefined
  readonly emit: Emit
  /** Shown what would change; false ends the run with nothing done. */
  readonly approve?: ((pending: ReadonlyMap<string, readonly Pending[]>) => Promise<boolean>) | undefined
  /** Apply only if facts, inputs and what would change are still as in this plan. */
  readonly bound?: PlanFile | undefined
  /** Aborted when the user does not want to wait for what still runs: the process ends right after. */
  readonly leaving: AbortSignal
  /** The command line that attaches to what still runs then. */
  readonly again: string
}

export interface RunResult {
  readonly exitCode: ExitCode
  readonly hosts: Readonly<Record<string, HostOutcome>>
  /** Of mode `plan`: what `plan --out` writes. */
  readonly planFile: PlanFile | undefined
}

/** A name for a run that sorts by time: `20261121T101500-3f9a`. */
export function newRunName(): string {
  const time = new Date().toISOString().replaceAll(/[-:]|\..*/g, '')
  return `${time}-${randomBytes(2).toString('hex')}`
}

function refuseEarly(cluster: Cluster, hosts: readonly HostWithFacts[], set: HostSet): boolean {
  const found = earlyChecks(cluster, hosts)
  for (const { host, message, remedy } of found) set.fail(host, new NodeprepError('preflight', message, { remedy }))
  return found.length > 0
}

/**
 * Plans the hosts. One that cannot be planned ends here, and with it the run before it begins; undefined then. Where that
 * is so of every host, the mistake is in the inputs: throws {@link Unplannable}.
 */
function planOrRefuse(inputs: PlanInputs, set: HostSet): Plan | undefined {
  try {
    return planHosts(inputs)
  } catch (error) {
    if (!(error instanceof Unplannable) || error.byHost.size === inputs.hosts.length) throw error
    const { byHost } = error
    for (const [host, problems] of byHost) set.fail(host, new NodeprepError('invalid-input', problems.join('\n')))
    set.endRest('blocked', `not started: ${someOf([...byHost.keys()])} cannot be planned`)
    return undefined
  }
}

/** Plans or applies a playbook on the hosts of a cluster. Rejects with a NodeprepError only before anything was changed. */
export async function runCluster(options: RunOptions): Promise<RunResult> {
  const { cluster, mode, emit, limit, logFile, signal, leaving, again } = options
  const began = Date.now()
  const run = newRunName()
  const set = new HostSet({ ...options, run })
  const targets = set.targets(limit)
  const ended = (exitCode: ExitCode): void => {
    const at = Date.now()
    const durationMs = at - began
    emit({ type: 'run-ended', at, exitCode, durationMs, hosts: set.outcomes(), changed: set.changed() })
  }
  const stop = (): void => sayStopping(set)
  const leave = (): void => {
    sayLeaving(set, again)
    ended(130)
  }
  emit({ type: 'run-started', at: began, run, mode, cluster: cluster.name, hosts: targets, logFile })
  for (const notice of options.notices ?? [])
    emit({
      ...{ type: 'note', at: Date.now(), host: undefined, level: notice.level === 'warning' ? 'warning' : 'info' },
      message: formatProblem(notice).replace(/\n +/, '; '),
    })
  signal.addEventListener('abort', stop)
  leaving.addEventListener('abort', leave)
  try {
    const planFile = await work(options, set, targets)
    const hosts = set.outcomes()
    const exitCode = exitCodeOf(Object.values(hosts))
    ended(exitCode)
    return { exitCode, hosts, planFile }
  } finally {
    signal.removeEventListener('abort', stop)
    leaving.removeEventListener('abort', leave)
    await set.close()
  }
}

async function work(options: RunOptions, set: HostSet, targets: readonly string[]): Promise<PlanFile | undefined> {
  const { cluster, limit, signal } = options
  const hosts = await set.connect(targets, limit !== undefined)
  if (signal.aborted) set.endRest('interrupted', 'interrupted before anything was changed')
  else if (refuseEarly(cluster, hosts, set)) set.endRest('blocked', 'not started: another host failed preflight')
  else return await planOrApply(options, set, hosts)
  return undefined
}

async function planOrApply(
  options: RunOptions,
  set: HostSet,
  hosts: readonly HostWithFacts[],
): Promise<PlanFile | undefined> {
  const { mode, approve, bound, emit, scrub } = options
  const playbook = typeof options.playbook === 'function' ? options.playbook(hosts) : options.playbook
  const plan = planOrRefuse({ ...options, playbook, hosts }, set)
  if (plan === undefined) return undefined
  const { cluster } = options
  const warnings = [...hostWarnings(cluster, hosts), ...sourceWarnings(plan, cluster, hosts)]
  for (const message of [...warnings, ...documentSecretWarnings(cluster)])
    emit({ type: 'note', at: Date.now(), host: undefined, level: 'warning', message })
  if (mode === 'plan') {
    const checked = await checkPlan(plan, set, emit)
    for (const run of checked) set.finish(run)
    return observe(plan, pendingOf(checked), scrub)
  }
  const looked = approve || bound ? await checkPlan(plan, set, () => undefined) : []
  if (bound) requireSame(bound, observe(plan, pendingOf(looked), scrub))
  const nothing = looked.every(({ pending }) => pending.length === 0)
  if (approve && !nothing && !(await approve(pendingOf(looked)))) for (const run of looked) set.finish(run)
  else await applyPlan(plan, set)
  return undefined
}

function pendingOf(runs: readonly HostRun[]): ReadonlyMap<string, readonly Pending[]> {
  return new Map(runs.map((run) => [run.plan.host, run.pending]))
}
