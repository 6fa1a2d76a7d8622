import { basename, dirname } from 'node:path'
import { deepFreeze } from '../../config/freeze.ts'
import { NodeprepError } from '../../errors.ts'
import { MAX_FILE_SIZE } from '../../yaml/parse.ts'
import { InvalidInput, sortProblems, type Problem } from '../../yaml/problem.ts'
import { readText } from '../../yaml/read-text.ts'
import { findInside } from '../inside.ts'
import type { Playbook } from '../playbook.ts'
import { flatten, type FindPlaybook, type ReadPlaybook } from './load-include.ts'
import { loadLibrary } from './load-library.ts'
import { checkReferences } from './load-references.ts'

type Parsed = { playbook: Playbook } | { problems: readonly Problem[] }

/** Loads a playbook that `parse` makes of its text. Throws {@link InvalidInput} with every mistake at once. */
export function loadBy(
  parse: (text: string, file: string, find: FindPlaybook) => Parsed,
  nameOrFile: string,
  folders: readonly string[],
): Playbook {
  const { text, file, find, places } = playbookSource(nameOrFile, folders)
  const result = parse(text, file, find)
  if ('problems' in result) throw new InvalidInput(result.problems)
  const library = loadLibrary(places)
  return Object.keys(library).length === 0 ? result.playbook : deepFreeze({ ...result.playbook, library })
}

/**
 * The text of a playbook or operation, how what it includes is found, and the folders where that is: the one of a file comes
 * first. Throws `invalid-input` when it is not there.
 */
export function playbookSource(
  nameOrFile: string,
  folders: readonly string[],
  what: 'playbook' | 'operation' = 'playbook',
): { readonly text: string; readonly file: string; readonly find: FindPlaybook; readonly places: readonly string[] } {
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
  return { ...first, find, places }
}

/** Makes a playbook of its text and of those that it includes: `find` gives their text, `read` reads what is not shipped. */
export function assemble(text: string, file: string, find: FindPlaybook, read: ReadPlaybook): Parsed {
  const problems: Problem[] = []
  const loading = { find, read, problems, stack: [file], included: new Set<string>(), when: [] }
  const { name, description, entries } = flatten(text, file, loading)
  problems.push(...checkReferences(entries))
  if (problems.length > 0) return { problems: sortProblems(problems) }
  const steps = entries.flatMap(({ step }) => (step ? [step] : []))
  return { playbook: deepFreeze({ name, description, file, steps }) }
}
