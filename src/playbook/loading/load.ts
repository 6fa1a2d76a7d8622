import type { Problem } from '../../yaml/problem.ts'
import { stepKinds } from '../../steps/index.ts'
import type { KindParams, Kinds } from '../entry.ts'
import type { Playbook } from '../playbook.ts'
import { templateParams } from '../playbook-schema.ts'
import { assemble, loadBy } from './assemble.ts'
import type { FindPlaybook } from './load-include.ts'
import { readPlaybook } from './read-playbook.ts'

/** Every key that names a step kind in a playbook: those of src/steps and `template`. */
export const playbookKinds: Kinds = new Map<string, KindParams>([
  ...stepKinds,
  ['template', { params: templateParams }],
])

/**
 * Loads a playbook by name from the first folder that has it, or from a file (a name with `/` or `.yaml`); what it
 * includes is looked for beside that file first. Throws {@link InvalidInput} with every mistake at once.
 */
export function loadPlaybook(nameOrFile: string, folders: readonly string[]): Playbook {
  return loadBy(parsePlaybook, nameOrFile, folders)
}

/** The pure part of {@link loadPlaybook}: `find` gives the text of included playbooks. */
export function parsePlaybook(
  text: string,
  file: string,
  find: FindPlaybook,
  kinds: Kinds = playbookKinds,
): { playbook: Playbook } | { problems: readonly Problem[] } {
  return assemble(text, file, find, (own, place, problems) => readPlaybook(own, place, problems, kinds))
}
