import type { z } from 'zod'
import type { Problem } from '../yaml/problem.ts'
import type { View } from '../validation/validate.ts'
import type { operationSchema } from './operation-schema.ts'
import { readOption } from './options.ts'

/** What must hold among the options of an operation: their defaults are values, and what they name are options. */
export function checkOptions({ options, requires }: z.output<typeof operationSchema>, view: View): Problem[] {
  const known = Object.keys(options)
  const problems: Problem[] = []
  const requireKnown = (path: readonly (string | number)[], name: string): void => {
    if (!known.includes(name))
      problems.push(view.problem([...path], `there is no option ${name}`, `options: ${known.join(', ')}`))
  }
  requires.forEach((name, i) => requireKnown(['requires', i], name))
  for (const [name, spec] of Object.entries(options)) {
    const at = ['options', name]
    if (!/^[a-z][a-zA-Z0-9]*$/.test(name))
      problems.push(view.problem(at, 'not the name of an option', 'write it as drainTimeout'))
    const { type, choices, conflicts = [], default: value } = spec
    conflicts.forEach((other, i) => requireKnown([...at, 'conflicts', i], other))
    if ((type === 'choice') !== (choices !== undefined))
      problems.push(view.problem(at, type === 'choice' ? 'a choice needs choices' : 'only a choice has choices'))
    if (value === undefined) continue
    const read = readOption(spec, String(value))
    if (typeof read === 'object') problems.push(view.problem([...at, 'default'], 'not a valid default', read.wrong))
  }
  return problems
}
