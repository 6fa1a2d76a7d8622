import { InvalidInput, sortProblems, type Problem } from '../yaml/problem.ts'
import { deepFreeze } from '../config/freeze.ts'
import { validate } from '../validation/validate.ts'
import { parseYaml } from '../yaml/parse.ts'
import { playbookSource } from '../playbook/loading/assemble.ts'
import { playbookKinds } from '../playbook/loading/load.ts'
import { readEntry } from '../playbook/loading/load-entry.ts'
import { spliced, type FindPlaybook, type ReadPlaybook } from '../playbook/loading/load-include.ts'
import { loadLibrary } from '../playbook/loading/load-library.ts'
import { checkReferences } from '../playbook/loading/load-references.ts'
import { checkStrings } from '../playbook/loading/load-strings.ts'
import { readPlaybook } from '../playbook/loading/read-playbook.ts'
import { checkOptions } from './check-options.ts'
import { phases, type Operation, type Phase } from './operation.ts'
import { operationSchema } from './operation-schema.ts'

/**
 * Loads an operation by name from the first folder that has it, or from a file, with all that it includes. Throws
 * {@link InvalidInput} with every mistake at once.
 */
export function loadOperation(nameOrFile: string, folders: readonly string[]): Operation {
  const { text, file, find, places } = playbookSource(nameOrFile, folders, 'operation')
  const result = parseOperation(text, file, find)
  if ('problems' in result) throw new InvalidInput(result.problems)
  return deepFreeze({ ...result.operation, library: loadLibrary(places) })
}

/** The pure part of {@link loadOperation}: `find` gives the text of included playbooks. */
export function parseOperation(
  text: string,
  file: string,
  find: FindPlaybook,
): { operation: Operation } | { problems: readonly Problem[] } {
  const { documents, problems: syntax } = parseYaml(text, file)
  const [document] = documents
  const empty = { file, line: 1, column: 1, path: '', message: 'the file is empty', hint: '' }
  if (!document) return { problems: syntax.length > 0 ? syntax : [empty] }
  const { data, problems: mistakes, view } = validate(operationSchema, document)
  const problems = [...syntax, ...mistakes, ...checkStrings(document, ['nodes'], false)]
  const readIncluded: ReadPlaybook = (own, place, found) => readPlaybook(own, place, found, playbookKinds)
  const loading = { find, read: readIncluded, problems, stack: [file], when: [] }
  const entriesOf = (phase: Phase) => {
    const read = (_: unknown, i: number) => readEntry(document, view, i, playbookKinds, file, problems, [phase])
    return spliced(Array.from({ length: view.count([phase]) }, read), { ...loading, included: new Set() })
  }
  const all = phases.map((phase) => [phase, entriesOf(phase)] as const)
  problems.push(...checkReferences(all.flatMap(([, entries]) => entries)))
  if (data) problems.push(...checkOptions(data, view))
  if (data === undefined || problems.length > 0) return { problems: sortProblems(problems) }
  const { metadata, options, requires, ignoreChecks, stages, confirm, message, nodes } = data
  const steps = all.map(([phase, entries]) => [phase, entries.flatMap(({ step }) => (step ? [step] : []))])
  const operation = {
    ...{ ...metadata, file, options, requires, ignoreChecks, stages, confirm, message, library: {} },
    nodes: { ...nodes, atOnce: String(nodes.atOnce) },
    phases: Object.fromEntries(steps) as Operation['phases'],
  }
  return { operation }
}
