import * as z from 'zod'
import type { Context } from '../playbook/context.ts'
import type { Templates } from '../playbook/loading/find-templates.ts'
import type { PlaybookStep } from '../playbook/playbook.ts'
import { renderValue } from '../playbook/templates/template.ts'
import type { PlannedStep } from './plan.ts'
import { mistake, planStep } from './plan-step.ts'

// The name becomes a part of the step's id, which stands in journals and logs as one word.
const list = z.array(z.looseObject({ name: z.string().regex(/^[A-Za-z0-9_][\w.:-]*$/) }))
type Items = z.output<typeof list>

function itemsOf({ id, source }: PlaybookStep, each: string, context: Context): Items {
  const { success, data } = list.safeParse(renderValue(each, context, source))
  if (!success) throw mistake(source, `step ${id}: each must give a list of objects that have a name each`)
  const names = data.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice === undefined) return data
  throw mistake(source, `step ${id}: each gives two items with the name ${twice}`)
}

const named = (step: PlaybookStep, name: string): PlaybookStep => ({ ...step, id: `${step.id}-${name}` })

/** What the templates of a step know: the host's names, those of its operation, and the values of its includes. */
function contextOf(step: PlaybookStep, context: Context): Context {
  const { scope, source, with: layers = [] } = step
  return layers.reduce<Context>(
    (known, values) => ({ ...known, with: { ...known.with, ...(renderValue(values, known, source) as object) } }),
    { ...context, ...scope },
  )
}

/** The steps that one playbook entry is on one host: one, or with `each` one an item. Throws like {@link planStep}. */
function planEach(step: PlaybookStep, context: Context, templates: Templates): readonly PlannedStep[] {
  const known = contextOf(step, context)
  const { each } = step
  if (each === undefined) return [planStep(step, known, templates)]
  return itemsOf(step, each, known).map((item) => planStep(named(step, item.name), { ...known, item }, templates))
}

/** A planned step, and the id that its playbook has for it. */
export type Entry = readonly [id: string, step: PlannedStep]

/** Entries of a playbook in a row that are planned together: one, or all of an include with `each`. */
export function inGroups(steps: readonly PlaybookStep[]): readonly (readonly PlaybookStep[])[] {
  const groups: PlaybookStep[][] = []
  for (const step of steps) {
    const last = groups.at(-1)
    if (step.group && last?.[0]?.group?.key === step.group.key) last.push(step)
    else groups.push([step])
  }
  return groups
}

/** Plans one of {@link inGroups}; `attempt` plans one entry, and may catch what it throws. */
export function planGroup(
  steps: readonly PlaybookStep[],
  context: Context,
  templates: Templates,
  attempt: (plan: () => readonly Entry[]) => readonly Entry[],
): readonly Entry[] {
  const planAll = (known: Context, name?: string): readonly Entry[] =>
    steps.flatMap((step) => {
      const own = name === undefined ? step : named(step, name)
      return attempt(() => planEach(own, known, templates).map((planned): Entry => [step.id, planned]))
    })
  const [first] = steps
  if (!first?.group) return planAll(context)
  const { each } = first.group
  let items: Items = []
  attempt(() => {
    items = itemsOf(first, each, { ...context, ...first.scope })
    return []
  })
  return items.flatMap((item) => planAll({ ...context, item }, item.name))
}
