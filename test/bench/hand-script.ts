import { prelude } from '../../src/program/assets.ts'
import type { HostPlan, PlannedStep } from '../../src/plan/plan.ts'
import { raw } from '../../src/shell/sh.ts'
import { stepKinds } from '../../src/steps/index.ts'

/** Of the prelude, what checks call. */
const helpers = ['np_file_is', 'np_unit', 'np_show', 'np_owed', 'np_started_at']

/**
 * What somebody would write who checks the same by hand: the checks of a host's steps one after the other, with a word
 * about each, and nothing of nodeprep's engine around them.
 */
export function handScript(plan: HostPlan): string {
  const functions = helpers.map((name) => {
    const text = new RegExp(`^${name}\\(\\) \\{(?:.*\\}$|[^]*?^\\}$)`, 'm').exec(prelude())?.[0]
    if (text === undefined) throw new Error(`the prelude has no ${name}`)
    return text
  })
  const checks = plan.steps
    .filter((step) => !step.skipped)
    .map((step) => {
      const check = checkOf(step, plan)
      // Only a check that leaves the shell needs one of its own.
      const [open, close] = /\bexit\b/.test(check) ? ['(', ')'] : ['{', '}']
      return `${open}\n${check}\n${close} </dev/null >/dev/null 2>&1 && echo 'ok ${step.id}' || echo 'NOT ok ${step.id}'`
    })
  return `LC_ALL=C NP_NL= NP_SEEN= NP_UNITS= NP_HAVE= NP_OWING= NP_STATE=/var/lib/nodeprep; export LC_ALL\n${[...functions, ...checks].join('\n')}\n`
}

/** The text of a step's check, as the compiler has it. */
export function checkOf(step: PlannedStep, { facts }: HostPlan): string {
  const kind = stepKinds.get(step.kind)
  if (kind === undefined) throw new Error(`no step kind ${step.kind}`)
  return kind.check(step.params, { facts, content: raw('false'), provides: step.provides }).text
}
