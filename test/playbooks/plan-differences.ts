import { applied, difference } from '../differences/lines.ts'
import type { Differences } from '../differences/table.ts'
import { filled, HOSTS, type Sections } from './plan-sections.ts'
import { ownSteps } from './runs.ts'

/** Without the parts of hosts and steps that are not in the plan, as its own lines say. */
function inPlan(sections: Sections): Sections {
  const hosts = (sections.get(HOSTS) ?? []).map((line) => line.split(' ')[0] ?? '')
  const steps = hosts.flatMap((host) =>
    ownSteps(sections.get(host) ?? []).flatMap((id) => [`${host} ${id}`, `scripts ${id}`]),
  )
  const wanted = new Set([HOSTS, ...hosts, ...steps])
  return filled([...sections].filter(([name]) => wanted.has(name)))
}

const isOrder = (name: string) => !name.includes(' ')

/** What differs in each part; that a step is gone is said by the order of its host alone. */
export function planDifferences(before: Sections, after: Sections): Differences {
  const orders = [...after].filter(([name]) => isOrder(name))
  const left = inPlan(new Map([...before, ...orders]))
  const names = [...new Set([...after.keys(), ...left.keys()])]
  const all = names.map((name) => [name, difference(before.get(name) ?? [], after.get(name) ?? [])] as const)
  return new Map(all.filter(([, lines]) => lines.length > 0))
}

/** The plan that differs so from this one. */
export function planFrom(before: Sections, differences: Differences): Sections {
  const changed = [...differences].map(([name, lines]) => [name, applied(before.get(name) ?? [], lines)] as const)
  return inPlan(new Map([...before, ...changed]))
}
