import type { Problem } from '../config/problem.ts'
import { validate } from '../config/validate.ts'
import { parseYaml } from '../config/yaml.ts'
import type { FindPlaybook } from './load.ts'
import { readEntry } from './load-entry.ts'
import type { Entry, Kinds } from './load-entry.ts'
import { playbookSchema } from './playbook-schema.ts'
import { shippedPlaybook } from './shipped.ts'

interface Loading {
  readonly find: FindPlaybook
  readonly kinds: Kinds
  readonly problems: Problem[]
  /** Files that are being read, each included by the one before. */
  readonly stack: readonly string[]
  /** Every file that was included so far. */
  readonly included: Set<string>
  /** Conditions of the entries that led here. */
  readonly when: readonly string[]
}

export interface Flattened {
  readonly name: string
  readonly description: string
  readonly entries: readonly Entry[]
}

const NONE: Flattened = { name: '', description: '', entries: [] }

/** Reads one playbook with all it includes, in order. What is wrong goes to `loading.problems`. */
export function flatten(text: string, file: string, loading: Loading): Flattened {
  const { entries, ...metadata } = shippedPlaybook(text, file) ?? readPlaybook(text, file, loading)
  return { ...metadata, entries: entries.flatMap((entry) => splice(entry, loading)) }
}

/** Reads one playbook without what it includes. What is wrong goes to `problems`. */
export function readPlaybook(
  text: string,
  file: string,
  { kinds, problems }: Pick<Loading, 'kinds' | 'problems'>,
): Flattened {
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

function splice(entry: Entry, loading: Loading): readonly Entry[] {
  const when = [...loading.when, ...entry.when]
  if (entry.include === undefined) return [entry.step ? { ...entry, step: { ...entry.step, when } } : entry]
  const refuse = (message: string, hint: string) => {
    loading.problems.push(entry.problem(['include'], message, hint))
    return []
  }
  if (!/^[a-z0-9]+([-/][a-z0-9]+)*$/.test(entry.include))
    return refuse(
      `${JSON.stringify(entry.include)} is not the name of a playbook`,
      'write it without folder and .yaml, as in cri-o',
    )
  const found = loading.find(entry.include)
  if (!found)
    return refuse(
      `there is no playbook ${JSON.stringify(entry.include)}`,
      'nodeprep playbook list shows the ones there are',
    )
  const { file, text } = found
  if (loading.stack.includes(file))
    return refuse(`${file} includes itself: ${[...loading.stack, file].join(' → ')}`, '')
  if (loading.included.has(file))
    return refuse(
      `playbook ${JSON.stringify(entry.include)} is included twice`,
      'include it once; ids must stay unique',
    )
  loading.included.add(file)
  return flatten(text, file, { ...loading, stack: [...loading.stack, file], when }).entries
}
