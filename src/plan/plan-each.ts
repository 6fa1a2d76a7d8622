import * as z from 'zod'
import type { Context } from '../playbook/context.ts'
import type { Templates } from '../playbook/load-templates.ts'
import type { PlaybookStep } from '../playbook/playbook.ts'
import { renderValue } from '../playbook/template.ts'
import type { PlannedStep } from './plan.ts'
import { mistake, planStep } from './plan-step.ts'

// The name becomes a part of the step's id, which stands in journals and logs as one word.
const list = z.array(z.looseObject({ name: z.string().regex(/^[A-Za-z0-9_][\w.:-]*$/) }))

function itemsOf({ id, source }: PlaybookStep, each: string, context: Context): z.output<typeof list> {
  const { success, data } = list.safeParse(renderValue(each, context, source))
  if (!success) throw mistake(source, `step ${id}: each must give a list of objects that have a name each`)
  const names = data.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice === undefined) return data
  throw mistake(source, `step ${id}: each gives two items with the name ${twice}`)
}

/** The steps that one playbook entry is on one host: one, or with `each` one an item. Throws like {@link planStep}. */
export function planEach(step: PlaybookStep, context: Context, templates: Templates): readonly PlannedStep[] {
  const { id, each } = step
  if (each === undefined) return [planStep(step, context, templates)]
  return itemsOf(step, each, context).map((item) =>
    planStep({ ...step, id: `${id}-${item.name}` }, { ...context, item }, templates),
  )
}
