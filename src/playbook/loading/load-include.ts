import type { Problem } from '../../yaml/problem.ts'
import type { Entry, Include } from '../entry.ts'
import type { Group, PlaybookStep } from '../playbook.ts'
import { shippedPlaybook } from '../shipped.ts'
import { suffixed } from '../suffixed.ts'

/** Finds the file of a playbook by its name, or says undefined. */
export type FindPlaybook = (name: string) => { readonly file: string; readonly text: string } | undefined

/** Reads one playbook without what it includes. What is wrong goes to `problems`. */
export type ReadPlaybook = (text: string, file: string, problems: Problem[]) => Flattened

export interface Loading {
  readonly find: FindPlaybook
  /** For those that the package does not ship. */
  readonly read: ReadPlaybook
  readonly problems: Problem[]
  /** Files that are being read, each included by the one before. */
  readonly stack: readonly string[]
  /** Every file that was included so far. */
  readonly included: Set<string>
  /** Conditions of the entries that led here. */
  readonly when: readonly string[]
  /** Values of those entries, outermost first. */
  readonly with?: PlaybookStep['with']
  readonly group?: Group
}

export interface Flattened {
  readonly name: string
  readonly description: string
  readonly entries: readonly Entry[]
}

/** Reads one playbook with all it includes, in order. What is wrong goes to `loading.problems`. */
export function flatten(text: string, file: string, loading: Loading): Flattened {
  const { entries, ...metadata } = shippedPlaybook(text, file) ?? loading.read(text, file, loading.problems)
  return { ...metadata, entries: spliced(entries, loading) }
}

/** Entries with those of the playbooks that they include in their places. */
export function spliced(entries: readonly Entry[], loading: Loading): readonly Entry[] {
  return entries.flatMap((entry) => splice(entry, loading))
}

function splice(entry: Entry, loading: Loading): readonly Entry[] {
  const { include } = entry
  const when = [...loading.when, ...entry.when]
  if (include === undefined) return [entry.step ? { ...entry, step: within(entry.step, when, loading) } : entry]
  const refuse = (message: string, hint: string) => {
    loading.problems.push(entry.problem(['include'], message, hint))
    return []
  }
  if (!/^[a-z0-9]+([-/][a-z0-9]+)*$/.test(include.name))
    return refuse(
      `${JSON.stringify(include.name)} is not the name of a playbook`,
      'write it without folder and .yaml, as in cri-o',
    )
  const found = loading.find(include.name)
  if (!found)
    return refuse(
      `there is no playbook ${JSON.stringify(include.name)}`,
      'nodeprep playbook list shows the ones there are',
    )
  const { file, text } = found
  if (loading.stack.includes(file))
    return refuse(`${file} includes itself: ${[...loading.stack, file].join(' → ')}`, '')
  const once = `${file} ${include.id ?? ''}`
  if (loading.included.has(once))
    return refuse(
      `playbook ${JSON.stringify(include.name)} is included twice`,
      'give one of the two an id, which is added to the ids of its steps',
    )
  loading.included.add(once)
  if (include.each !== undefined && loading.group)
    return refuse('each within an include with each is not supported', 'give the inner steps an each of their own')
  const given = include.with ? [...(loading.with ?? []), include.with] : loading.with
  const group = include.each === undefined ? loading.group : { key: once, each: include.each }
  const inner = {
    ...loading,
    stack: [...loading.stack, file],
    when,
    ...(given && { with: given }),
    ...(group && { group }),
  }
  return renamed(flatten(text, file, inner).entries, include)
}

function within(step: PlaybookStep, when: readonly string[], { with: given, group }: Loading): PlaybookStep {
  return { ...step, when, ...(given && { with: given }), ...(group && { group }) }
}

/** Included steps under ids of their own, also where services name them. */
function renamed(entries: readonly Entry[], { id }: Include): readonly Entry[] {
  if (id === undefined) return entries
  const known = new Set(entries.map(({ step }) => step?.id))
  return entries.map((entry) => (entry.step ? { ...entry, step: suffixed(entry.step, `-${id}`, known) } : entry))
}
