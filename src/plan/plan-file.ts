import { createHash } from 'node:crypto'
import { NodeprepError } from '../errors.ts'
import type { Pending } from '../runner/host-run.ts'
import type { Facts } from './facts.ts'
import type { HostPlan, Plan } from './plan.ts'

/** What `plan --out` writes and `apply` is bound by: digests only, so it holds no secret and no file's content. */
export interface PlanFile {
  readonly apiVersion: 'nodeprep.dev/v1alpha1'
  readonly kind: 'Plan'
  readonly cluster: string
  readonly playbook: string
  readonly hosts: Readonly<Record<string, BoundHost>>
}

interface BoundHost {
  /** Facts that do not change by themselves. */
  readonly facts: string
  /** Every step with its parameters, by id: what the inputs made of it. */
  readonly steps: Readonly<Record<string, string>>
  /** What would change, by id, with the digest of what stands there now. */
  readonly pending: Readonly<Record<string, string>>
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)
}

function lasting({ clockOffset, memoryMiB, ...facts }: Facts): unknown {
  return facts
}

function bind({ facts, steps }: HostPlan, pending: readonly Pending[]): BoundHost {
  return {
    facts: digest(lasting(facts)),
    steps: Object.fromEntries(steps.map(({ source, ...step }) => [step.id, digest(step)])),
    pending: Object.fromEntries(pending.map(({ step, before }) => [step.id, digest(before ?? '')])),
  }
}

/** Records a plan and what the hosts looked like when it was made. */
export function observe(plan: Plan, pending: ReadonlyMap<string, readonly Pending[]>): PlanFile {
  const hosts = Object.fromEntries(plan.hosts.map((host) => [host.host, bind(host, pending.get(host.host) ?? [])]))
  const { cluster, playbook } = plan
  return { apiVersion: 'nodeprep.dev/v1alpha1', kind: 'Plan', cluster, playbook, hosts }
}

function changes(before: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((key) => before[key] !== now[key])
}

function differences(was: BoundHost | undefined, is: BoundHost | undefined): readonly string[] {
  if (!was || !is) return [was ? 'it is no longer planned for' : 'it was not planned for']
  const steps = changes(was.steps, is.steps)
  const pending = changes(was.pending, is.pending).filter((id) => !steps.includes(id))
  return [
    ...(was.facts === is.facts ? [] : ['its facts have changed']),
    ...(steps.length > 0 ? [`other steps than planned: ${steps.join(', ')}`] : []),
    ...(pending.length > 0 ? [`the host has changed at: ${pending.join(', ')}`] : []),
  ]
}

/** Throws a NodeprepError `plan-stale` that names every difference between the bound plan and what holds now. */
export function requireSame(bound: PlanFile, now: PlanFile): void {
  const hosts = [...new Set([...Object.keys(bound.hosts), ...Object.keys(now.hosts)])]
  const found = hosts.flatMap((host) =>
    differences(bound.hosts[host], now.hosts[host]).map((difference) => `${host}: ${difference}`),
  )
  if (bound.playbook !== now.playbook) found.unshift(`the plan is of playbook ${bound.playbook}, not ${now.playbook}`)
  if (found.length === 0) return
  throw new NodeprepError('plan-stale', `this is not what was planned any more\n${found.join('\n')}`, {
    remedy: 'Make a new plan, look at it, and apply that one.',
  })
}
