import { observe, requireSame, type PlanFile } from '../bound-plan/plan-file.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { documentSecretWarnings } from '../config/document-secrets.ts'
import { NodeprepError } from '../errors.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { planHosts, Unplannable, type PlanInputs } from '../plan/plan-hosts.ts'
import type { Plan } from '../plan/plan.ts'
import { sourceWarnings } from '../plan/source-warnings.ts'
import { earlyChecks } from '../preflight/early-checks.ts'
import { hostWarnings } from '../preflight/host-warnings.ts'
import type { Pending } from '../program/pending.ts'
import { someOf } from '../report/text.ts'
import { applyPlan, checkPlan } from './execute.ts'
import type { HostRun } from './host/host-run.ts'
import type { HostSet } from './host-set.ts'
import type { RunOptions } from './run-options.ts'

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

/**
 * Refuses hosts that fail the early checks, and with them the run; else plans, and applies unless that was all. Returns what
 * `plan --out` writes, of mode `plan`.
 */
export async function planOrApply(
  options: RunOptions,
  set: HostSet,
  hosts: readonly HostWithFacts[],
): Promise<PlanFile | undefined> {
  const { cluster, mode, approve, bound, emit, scrub } = options
  if (refuseEarly(cluster, hosts, set)) {
    set.endRest('blocked', 'not started: another host failed preflight')
    return undefined
  }
  const playbook = 'make' in options.playbook ? options.playbook.make(hosts) : options.playbook
  const plan = planOrRefuse({ ...options, playbook, hosts }, set)
  if (plan === undefined) return undefined
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
