import type { HostPlan, PlannedStep } from '../plan/plan.ts'
import { heredoc } from '../shell/heredoc.ts'
import { joinSh, raw, sh, type Sh } from '../shell/sh.ts'
import { stepKinds } from '../steps/index.ts'
import type { StepKind } from '../steps/step.ts'
import { NodeprepError } from '../errors.ts'
import { preludeFor, type Library } from './assets.ts'
import { programHead } from './head.ts'

export interface CompileOptions {
  /** `check` compiles the checks alone, so such a program cannot change a host: this is all there is to dry-run. */
  readonly mode: 'apply' | 'check'
  /** Name of the run, unique on the host. */
  readonly run: string
  /** Who started it, for whoever meets it running. */
  readonly who: string
  /** This run has rebooted the host, and must not do it again. */
  readonly rebooted?: boolean
  /** Shell functions that the user keeps beside his playbooks. */
  readonly library?: Library | undefined
}

function kindOf(step: PlannedStep): StepKind {
  const kind = stepKinds.get(step.kind)
  if (!kind) throw new NodeprepError('internal', `step ${step.id}: no such step kind: ${step.kind}`)
  return kind
}

function define(name: string, body: Sh): Sh {
  return raw(`${name}() {\n${body.text}\n}`)
}

function compileStep(step: PlannedStep, number: number, plan: HostPlan, mode: CompileOptions['mode']): Sh {
  const kind = kindOf(step)
  const content = kind.content?.(step.params, plan.facts)
  const given = [...step.provides, ...(step.collect ?? [])]
  const env = { facts: plan.facts, content: raw(`content_${number}`), provides: given }
  const changes = step.sensitive ? undefined : kind.changes?.(step.params, env)
  const shown = step.sensitive ? '' : [...(changes ? [`changes_${number}`] : []), ...fileOf(step, plan)].join(' ')
  const owes = mode === 'check' ? [...step.owes, ...(kind.owes ?? [])] : step.owes
  const lists = [step.awaits, given, owes].map((names) => names.join(' '))
  const parts = [define(`check_${number}`, kind.check(step.params, env))]
  if (changes) parts.push(define(`changes_${number}`, changes))
  if (mode === 'apply') {
    if (content !== undefined) parts.push(define(`content_${number}`, heredoc(content)))
    parts.push(define(`apply_${number}`, kind.apply(step.params, env)))
  }
  const [awaits = '', provides = '', owing = ''] = lists
  const passive = typeof kind.passive === 'function' ? kind.passive(step.params) : kind.passive
  const place = mode === 'check' ? placeOf(step, plan) : []
  parts.push(
    sh`np_step ${number} ${step.id} ${shown} ${awaits} ${provides} ${owing} ${passive ? 'ok' : 'changed'} ${place}`,
  )
  return joinSh(parts)
}

/** The call that says whether apply may change what the step changes. */
function placeOf(step: PlannedStep, { facts }: HostPlan): readonly string[] {
  const kind = kindOf(step)
  const path = kind.path?.(step.params, facts)
  const file = path === undefined ? undefined : { path, owner: 'root', folder: false }
  const place = kind.place?.(step.params) ?? file
  return place ? [place.folder ? 'np_place_folder' : 'np_place', place.path, place.owner] : []
}

/** One look at what several steps would look at, each by itself. */
function looks(steps: readonly PlannedStep[], plan: HostPlan): readonly Sh[] {
  const files = steps.flatMap((step) => fileOf(step, plan))
  const byKind = new Map<StepKind, unknown[]>()
  for (const step of steps) byKind.set(kindOf(step), [...(byKind.get(kindOf(step)) ?? []), step.params])
  const asked = [...byKind].map(([kind, all]) => (all.length > 1 ? kind.look?.(all, plan.facts) : undefined))
  return [
    ...(files.length > 1 ? [sh`np_look ${[...foldersOf(files), ...new Set(files)]}`] : []),
    ...asked.filter((look) => look !== undefined),
  ]
}

/** All folders above some files, each before what is in it. */
function foldersOf(files: readonly string[]): readonly string[] {
  const above = files.flatMap((file) => [...file.matchAll(/\//g)].map(({ index }) => file.slice(0, index) || '/'))
  return [...new Set(above)].toSorted()
}

/** The file whose content a step decides, if there is one. */
function fileOf(step: PlannedStep, { facts }: HostPlan): readonly string[] {
  const kind = kindOf(step)
  const path = kind.path?.(step.params, facts)
  return path === undefined || kind.content?.(step.params, facts) === undefined ? [] : [path]
}

/** A whole program: what {@link programHead} and {@link programBody} give. */
export function compile(plan: HostPlan, { nonce, ...options }: CompileOptions & { readonly nonce: string }): string {
  return `#!/bin/sh\n${programHead(nonce)}${programBody(plan, options)}`
}

/**
 * The POSIX shell program of one host but for its nonce. Pure. Steps are numbered from 1 in the order of the plan, without
 * the skipped ones. Everything stands in one function that the last line calls, so a program cut short executes nothing.
 */
export function programBody(plan: HostPlan, { mode, run, who, rebooted = false, library }: CompileOptions): string {
  const steps = plan.steps.filter((step) => !step.skipped)
  const main = joinSh([...looks(steps, plan), ...steps.map((step, i) => compileStep(step, i + 1, plan, mode))])
  const body = joinSh([
    sh`NP_ID=${run} NP_WHO=${who} NP_MODE=${mode} NP_REBOOTED=${rebooted ? 'yes' : 'no'}`,
    raw(preludeFor(mode, main.text, library)),
    raw('np_begin'),
    main,
    raw('np_end'),
  ])
  return `main() {\n${body.text}\n}\nmain\n`
}
