import type { Refusal } from '../../src/preflight/early-checks.ts'
import type { Plan, PlannedStep } from '../../src/plan/plan.ts'
import { runs } from './runs.ts'
import { scriptLines, stepLines } from './step-lines.ts'

/**
 * A plan as lines in named parts: `hosts`; for each host the order of its steps, those together that an earlier host has
 * just so; `host step` for every other one; and `scripts step` for what all hosts run that have the step.
 */
export type Sections = ReadonlyMap<string, readonly string[]>

/** The part that names the hosts. */
export const HOSTS = 'hosts'

export function planSections({ hosts }: Pick<Plan, 'hosts'>, refused: readonly Refusal[] = []): Sections {
  const refusals = refused.map(({ host, message }) => `REFUSED ${host}: ${message}`)
  const orders = new Map<string, readonly string[]>()
  const ids = new Map<string, readonly string[]>()
  const steps = new Map<string, readonly string[]>()
  const scripts = new Map<string, readonly string[]>()
  const known = new Map<string, string>()
  for (const { host, steps: all } of hosts) {
    const placed = all
      .filter(({ skipped }) => !skipped)
      .map((step) => {
        const own = linesOf(step, scripts)
        const text = own.join('\n')
        const first = known.get(text) ?? host
        known.set(text, first)
        if (first === host) steps.set(`${host} ${step.id}`, own)
        return { id: step.id, host: first }
      })
    orders.set(host, runs(host, placed, ids))
    ids.set(
      host,
      placed.map(({ id }) => id),
    )
  }
  const names = hosts.map(({ host, role }) => `${host} ${role}`)
  return filled([[HOSTS, [...refusals, ...names]], ...orders, ...steps, ...scripts])
}

export const filled = (sections: Iterable<readonly [string, readonly string[]]>): Sections =>
  new Map([...sections].filter(([, lines]) => lines.length > 0))

/** The scripts of a step are shown once, unless another host's are different. */
function linesOf(step: PlannedStep, scripts: Map<string, readonly string[]>): readonly string[] {
  const name = `scripts ${step.id}`
  const own = scriptLines(step)
  const shared = scripts.get(name) ?? own
  scripts.set(name, shared)
  return [...stepLines(step), ...(shared.join('\n') === own.join('\n') ? [] : ['  scripts of its own', ...own])]
}

/** The whole plan: orders first, then the steps of each host, then the scripts. */
export function planText(sections: Sections): string {
  let last = ''
  const parts = [...sections].map(([name, lines]) => {
    const [host = '', step] = name.split(' ')
    const heading = step === undefined || host === 'scripts' ? name : `steps of ${host}`
    const isNew = heading !== last
    last = heading
    return [...(isNew ? ['', `# ${heading}`] : []), ...lines].join('\n')
  })
  return `${parts.join('\n').trimStart()}\n`
}
