import type { Cluster } from '../cluster/cluster.ts'
import { NodeprepError } from '../errors.ts'
import { noCredentials, type Credentials } from '../registries/credentials.ts'
import { withoutFiles } from '../facts/files.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { resolve } from '../kubernetes/resolve.ts'
import type { Context, RunContext } from '../playbook/context.ts'
import type { Templates } from '../playbook/loading/find-templates.ts'
import type { Playbook } from '../playbook/playbook.ts'
import type { HostPlan, Plan, PlannedStep } from './plan.ts'
import { inGroups, planGroup, type Entry } from './plan-each.ts'
import { runContexts } from './run-context.ts'
import { stepProblems } from './step-problems.ts'

export interface PlanInputs {
  readonly cluster: Cluster
  readonly playbook: Playbook
  readonly templates: Templates
  readonly hosts: readonly HostWithFacts[]
  /** Passwords and keys of registries; where they are left out, no account is planned. */
  readonly credentials?: Credentials | undefined
  /** Hosts to converge; every other one only gives the values that these need. All when left out. */
  readonly limit?: readonly string[] | undefined
}

/**
 * Some hosts cannot be planned; `byHost` has what is wrong with each of them, with file and line. `plan` has all the others,
 * as they are planned in a run with these.
 */
export class Unplannable extends NodeprepError {
  readonly byHost: ReadonlyMap<string, readonly string[]>
  readonly plan: Plan

  constructor(byHost: ReadonlyMap<string, readonly string[]>, plan: Plan) {
    const lines = [...byHost].flatMap(([host, problems]) => problems.map((problem) => `${host}: ${problem}`))
    super('invalid-input', lines.join('\n'))
    this.name = 'Unplannable'
    this.byHost = byHost
    this.plan = plan
  }
}

/** What the change of a step makes owed: restarts of units, or a reboot. */
function withOwing(entries: readonly Entry[]): readonly PlannedStep[] {
  const owes = new Map<string, string[]>()
  for (const [, step] of entries) {
    if (step.skipped) continue
    const { name = step.kind, restartedBy = [] } = step.params as { name?: string; restartedBy?: readonly string[] }
    for (const id of restartedBy) owes.set(id, [...(owes.get(id) ?? []), name])
  }
  return entries.map(([id, step]) => ({ ...step, owes: owes.get(id) ?? [] }))
}

/** Equal steps of different hosts become one: with a thousand hosts they would be most of the run's memory. */
function sharing(): (step: PlannedStep) => PlannedStep {
  const known = new Map<string, PlannedStep>()
  return (step) => {
    const key = JSON.stringify(step)
    const same = known.get(key) ?? step
    known.set(key, same)
    return same
  }
}

function planHost(
  { cluster, playbook, templates, limit, credentials = noCredentials }: PlanInputs,
  { host, facts }: HostWithFacts,
  run: RunContext,
  problems: string[],
): HostPlan {
  const resolved = resolve(cluster, host, facts, credentials)
  const context: Context = { cluster, host, facts: withoutFiles(facts), resolved, run }
  const attempt = (plan: () => readonly Entry[]): readonly Entry[] => {
    try {
      return plan()
    } catch (error) {
      if (!(error instanceof NodeprepError)) throw error
      problems.push(error.message)
      return []
    }
  }
  const own = playbook.steps.filter(({ hosts }) => hosts?.includes(host.name) ?? true)
  const entries = inGroups(own).flatMap((group) => planGroup(group, context, templates, attempt))
  problems.push(
    ...stepProblems(
      entries.map(([, step]) => step),
      facts,
    ),
  )
  const helpsOnly = limit !== undefined && !limit.includes(host.name)
  // Another control plane, asked because it might have been the one, may not even have joined.
  const helps = host.name === run.initHost
  const meant = new Set(own.flatMap(({ id, hosts }) => (hosts ? [id] : [])))
  const wanted = helpsOnly
    ? entries.filter(
        ([id, { provides, awaits, collect = [] }]) =>
          meant.has(id) || (helps && provides.length + awaits.length + collect.length > 0),
      )
    : entries
  return { host: host.name, role: host.role, facts, steps: withOwing(wanted) }
}

/** Cluster × playbook × facts → plan. Pure. Throws one {@link Unplannable} that names every mistake with host and file:line. */
export function planHosts(inputs: PlanInputs): Plan {
  const byHost = new Map<string, readonly string[]>()
  const contextOf = runContexts(inputs.cluster, inputs.hosts, inputs.limit)
  const shared = sharing()
  const hosts = inputs.hosts.map((one) => {
    const problems: string[] = []
    const plan = planHost(inputs, one, contextOf(one.host), problems)
    if (problems.length > 0) byHost.set(one.host.name, [...new Set(problems)])
    return { ...plan, steps: plan.steps.map(shared) }
  })
  const { name, library } = inputs.playbook
  const plan = { cluster: inputs.cluster.name, playbook: name, hosts, ...(library && { library }) }
  if (byHost.size === 0) return plan
  throw new Unplannable(byHost, { ...plan, hosts: hosts.filter(({ host }) => !byHost.has(host)) })
}
