import { basename, dirname } from 'node:path'
import { deepFreeze } from '../../config/freeze.ts'
import { InvalidInput, sortProblems } from '../../yaml/problem.ts'
import type { Problem } from '../../yaml/problem.ts'
import { readText } from '../../yaml/read-text.ts'
import { MAX_FILE_SIZE } from '../../yaml/parse.ts'
import { NodeprepError } from '../../errors.ts'
import { stepKinds } from '../../steps/index.ts'
import { findInside } from '../inside.ts'
import type { KindParams, Kinds } from '../entry.ts'
import { flatten, type FindPlaybook } from './load-include.ts'
import { loadLibrary } from './load-library.ts'
import { checkReferences } from './load-references.ts'
import type { Playbook } from '../playbook.ts'
import { templateParams } from '../playbook-schema.ts'

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
  const { text, file, find } = playbookSource(nameOrFile, folders)
  const result = parsePlaybook(text, file, find)
  if ('problems' in result) throw new InvalidInput(result.problems)
  const library = loadLibrary(folders)
  return Object.keys(library).length === 0 ? result.playbook : deepFreeze({ ...result.playbook, library })
}

/** The text of a playbook or operation, and how what it includes is found. Throws `invalid-input` when it is not there. */
export function playbookSource(
  nameOrFile: string,
  folders: readonly string[],
  what: 'playbook' | 'operation' = 'playbook',
): { readonly text: string; readonly file: string; readonly find: FindPlaybook } {
  const isFile = nameOrFile.includes('/') || /\.ya?ml$/.test(nameOrFile)
  const places = isFile ? [dirname(nameOrFile), ...folders] : folders
  const find: FindPlaybook = (name) => {
    const file = findInside(`${name}.yaml`, places)
    return file === undefined ? undefined : { file, text: readText(file, MAX_FILE_SIZE) }
  }
  const first = isFile ? { file: nameOrFile, text: readText(nameOrFile, MAX_FILE_SIZE) } : find(nameOrFile)
  if (!first)
    throw new NodeprepError('invalid-input', `no ${what} ${basename(nameOrFile)} in ${folders.join(', ')}`, {
      remedy: `nodeprep ${what} list shows the ${what}s there are.`,
    })
  return { ...first, find }
}

/** The pure part of {@link loadPlaybook}: `find` gives the text of included playbooks. */
export function parsePlaybook(
  text: string,
  file: string,
  find: FindPlaybook,
  kinds: Kinds = playbookKinds,
): { playbook: Playbook } | { problems: readonly Problem[] } {
  const problems: Problem[] = []
  const { name, description, entries } = flatten(text, file, {
    find,
    kinds,
    problems,
    stack: [file],
    included: new Set(),
    when: [],
  })
  problems.push(...checkReferences(entries))
  if (problems.length > 0) return { problems: sortProblems(problems) }
  const steps = entries.flatMap(({ step }) => (step ? [step] : []))
  return { playbook: deepFreeze({ name, description, file, steps }) }
}
