import { validate } from '../../validation/validate.ts'
import { parseYaml } from '../../yaml/parse.ts'
import type { Problem } from '../../yaml/problem.ts'
import type { Kinds } from '../entry.ts'
import { playbookSchema } from '../playbook-schema.ts'
import { readEntry } from './load-entry.ts'
import type { Flattened } from './load-include.ts'

const NONE: Flattened = { name: '', description: '', entries: [] }

/** Reads one playbook, whose steps may be of these kinds, without what it includes. What is wrong goes to `problems`. */
export function readPlaybook(text: string, file: string, problems: Problem[], kinds: Kinds): Flattened {
  const { documents, problems: syntax } = parseYaml(text, file)
  problems.push(...syntax)
  const [document, second] = documents
  if (!document) {
    if (syntax.length === 0)
      problems.push({ file, line: 1, column: 1, path: '', message: 'the file is empty', hint: '' })
    return NONE
  }
  if (second) problems.push(second.problem(second.root.start, [], 'a second document', 'write one playbook a file'))
  const { data, problems: mistakes, view } = validate(playbookSchema, document)
  problems.push(...mistakes)
  const entries = Array.from({ length: view.count(['steps']) }, (_, i) =>
    readEntry(document, view, i, kinds, file, problems),
  )
  return { ...(data?.metadata ?? { name: '', description: '' }), entries }
}
