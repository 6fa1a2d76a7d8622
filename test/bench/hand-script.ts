import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HostPlan, PlannedStep } from '../../src/plan/plan.ts'
import { raw } from '../../src/shell/sh.ts'
import { stepKinds } from '../../src/steps/index.ts'

const prelude = join(import.meta.dirname, '../../src/program/prelude')

/** By hand nobody checks every folder above a file, too. */
const plainFileIs = `np_file_is() {
  [ -f "$1" ] && [ ! -L "$1" ] && np_sum=$(sha256sum <"$1") && [ "\${np_sum%% *}" = "$2" ] &&
    np_sum=$(stat -c '%a %U %G' "$1") && [ "$np_sum" = "\${3#0} $4 $5" ]
}`

/** The functions of the prelude that some text calls, and those that they call. */
function functionsFor(text: string): readonly string[] {
  const shell = readdirSync(prelude).map((file) => readFileSync(join(prelude, file), 'utf8'))
  const functions = shell.flatMap((part) => [...part.matchAll(/^(np_\w+)\(\) \{(?:.*\}$|[^]*?^\}$)/gm)])
  const all = new Map(functions.map(([whole, name]) => [name, whole]))
  const needed = new Map<string, string>()
  all.set('np_file_is', plainFileIs)
  const visit = (caller: string): void => {
    for (const [name] of caller.matchAll(/\bnp_\w+/g)) {
      const found = all.get(name)
      if (found === undefined || needed.has(name)) continue
      needed.set(name, found)
      visit(found)
    }
  }
  visit(text)
  return [...needed.values()]
}

/**
 * What somebody would write who checks the same by hand: the checks of a host's steps one after the other, with a word
 * about each, and nothing of nodeprep's engine around them.
 */
export function handScript(plan: HostPlan): string {
  const checks = plan.steps
    .filter((step) => !step.skipped)
    .map((step) => {
      const check = checkOf(step, plan)
      // Only a check that leaves the shell needs one of its own.
      const [open, close] = /\bexit\b/.test(check) ? ['(', ')'] : ['{', '}']
      return `${open}\n${check}\n${close} </dev/null >/dev/null 2>&1 && echo 'ok ${step.id}' || echo 'NOT ok ${step.id}'`
    })
  return `LC_ALL=C NP_NL= NP_SEEN= NP_UNITS= NP_HAVE= NP_OWING= NP_SOURCES= NP_STATE=/var/lib/nodeprep; export LC_ALL\n${[...functionsFor(checks.join('\n')), ...checks].join('\n')}\n`
}

/** The text of a step's check, as the compiler has it. */
export function checkOf(step: PlannedStep, { facts }: HostPlan): string {
  const kind = stepKinds.get(step.kind)
  if (kind === undefined) throw new Error(`no step kind ${step.kind}`)
  return kind.check(step.params, { facts, content: raw('false'), provides: step.provides }).text
}
