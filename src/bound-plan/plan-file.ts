import { createHash } from 'node:crypto'
import { NodeprepError } from '../errors.ts'
import type { Pending } from '../program/pending.ts'
import type { Facts } from '../facts/facts.ts'
import type { HostPlan, Plan, PlannedStep } from '../plan/plan.ts'
import { shownFacts } from '../facts/shown-facts.ts'

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

type Scrub = (text: string) => string
type ScrubOfHost = (text: string, host: string) => string

/** Fields that hold nothing but a secret, however short. */
const secretKeys: ReadonlySet<string> = new Set(['password', 'auth', 'identitytoken'])

/** Of everything but secrets: whoever has the plan could try passwords until the digest is the same. */
function digest(value: unknown, scrub: Scrub): string {
  const clean = (key: string, inner: unknown): unknown => {
    if (typeof inner !== 'string') return inner
    return secretKeys.has(key) ? '' : scrub(inner)
  }
  return createHash('sha256').update(JSON.stringify(value, clean)).digest('hex').slice(0, 16)
}

function lasting(all: Facts): unknown {
  // Addresses come and go with pods and privacy extensions; what is made of them stands in the steps.
  const { clockOffset, clockError, memoryMiB, address6, addresses, ...facts } = shownFacts(all)
  return facts
}

/** What a plan is bound by of a step: where it was written may change, and the content of a sensitive one is no matter of it. */
function binding({ source, ...step }: PlannedStep): unknown {
  return step.sensitive ? { ...step, params: undefined } : step
}

function bind({ host, facts, steps }: HostPlan, pending: readonly Pending[], scrubOfHost: ScrubOfHost): BoundHost {
  const scrub: Scrub = (text) => scrubOfHost(text, host)
  return {
    facts: digest(lasting(facts), scrub),
    steps: Object.fromEntries(steps.map((step) => [step.id, digest(binding(step), scrub)])),
    pending: Object.fromEntries(pending.map(({ step, before }) => [step.id, digest(before ?? 'not asked', scrub)])),
  }
}

const changesNothing = ({ collect }: PlannedStep): boolean => collect !== undefined

/**
 * Records a plan and what the hosts looked like when it was made; steps that only give the client a value are no part of it.
 * `scrub` takes the secrets of the run and of a host out of a text.
 */
export function observe(plan: Plan, pending: ReadonlyMap<string, readonly Pending[]>, scrub: ScrubOfHost): PlanFile {
  const hosts = Object.fromEntries(
    plan.hosts.flatMap((host) => {
      const steps = host.steps.filter((step) => !changesNothing(step))
      if (steps.length === 0 && host.steps.length > 0) return []
      const due = (pending.get(host.host) ?? []).filter(({ step }) => !changesNothing(step))
      return [[host.host, bind({ ...host, steps }, due, scrub)]]
    }),
  )
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
  throw new NodeprepError('plan-stale', `the plan is out of date\n${found.join('\n')}`, {
    remedy: 'Make a new plan, look at it, and apply that one.',
  })
}
