import { unknownName } from '../../validation/did-you-mean.ts'
import type { Problem } from '../../yaml/problem.ts'
import type { View } from '../../validation/validate.ts'
import { keyStartOf, nodeAt, startOf } from '../../yaml/node.ts'
import type { Path, YamlDocument } from '../../yaml/node.ts'
import type { Entry, Include, Kinds } from '../entry.ts'
import { checkParams } from './load-params.ts'
import { checkStrings } from './load-strings.ts'
import { ENTRY_KEYS } from '../playbook-schema.ts'

/** Reads entry `index` of the list at `list`, by default that of a playbook, whose header `view` is of; everything wrong with it goes to `problems`. */
export function readEntry(
  document: YamlDocument,
  view: View,
  index: number,
  kinds: Kinds,
  file: string,
  problems: Problem[],
  list: Path = ['steps'],
): Entry {
  const { root } = document
  const at: Path = [...list, index]
  const node = nodeAt(root, at)
  const keys = node?.kind === 'mapping' ? node.entries.map(({ key }) => key) : []
  const named = keys.filter((key) => kinds.has(key))
  const problem: Entry['problem'] = (path, message, hint) =>
    document.problem(startOf(root, [...at, ...path]), [...at, ...path], message, hint)
  const included = keys.includes('include')
  if (node?.kind === 'mapping') {
    problems.push(...unknownKeys(document, at, keys, kinds, named.length > 0 || included))
    problems.push(...(included ? besideInclude(keys, problem) : wrongKinds(keys, named, kinds, problem)))
  }
  const when = [view.get([...at, 'when'])].filter((value) => value !== undefined).map(String)
  const item = keys.includes('each')
  problems.push(...ENTRY_KEYS.flatMap((key) => checkStrings(document, [...at, key], item && key !== 'each')))
  const id = view.text([...at, 'id'])
  const each = view.text([...at, 'each'])
  if (included) {
    const name = view.text([...at, 'include'])
    const values = view.get([...at, 'with']) as Include['with']
    const more = {
      ...(id !== undefined && { id }),
      ...(values && { with: values }),
      ...(each !== undefined && { each }),
    }
    return { ...(name !== undefined && { include: { name, ...more } }), when, problem }
  }
  const [kind] = named
  if (kind === undefined || named.length > 1) return { when, problem }
  const params = checkParams(document, [...at, kind], kind, kinds, problems, item)
  if (id === undefined) {
    if (!keys.includes('id')) problems.push(problem(['id'], 'is missing', 'give the step a name, such as pause-image'))
    return { when, problem }
  }
  const texts = (key: string) => (view.get([...at, key]) ?? []) as readonly string[]
  const { line, column } = problem([], '')
  const source = { file, line, column }
  const sensitive = view.get([...at, 'sensitive']) === true
  const collect = texts('collect')
  const reads = params[kinds.get(kind)?.reads ?? '']
  const step = {
    ...{
      id,
      kind,
      params,
      ...(typeof reads === 'string' && { reads }),
      when,
      ...(each === undefined ? {} : { each }),
      sensitive,
    },
    ...{ awaits: texts('awaits'), provides: texts('provides'), ...(collect.length > 0 && { collect }), source },
  }
  return { step, when, problem }
}

function unknownKeys(
  document: YamlDocument,
  at: Path,
  keys: readonly string[],
  kinds: Kinds,
  hasKind: boolean,
): Problem[] {
  return keys
    .filter((key) => !kinds.has(key) && !ENTRY_KEYS.includes(key))
    .map((key) => {
      const known = hasKind ? ENTRY_KEYS : [...kinds.keys()]
      const { message, hint } = unknownName(hasKind ? 'key' : 'step kind', key, known)
      return document.problem(keyStartOf(document.root, at, key), at, message, hint)
    })
}

const BESIDE_INCLUDE: readonly string[] = ['include', 'id', 'when', 'with', 'each']

function besideInclude(keys: readonly string[], problem: Entry['problem']): Problem[] {
  return keys
    .filter((key) => !BESIDE_INCLUDE.includes(key))
    .map((key) => problem([key], 'is not allowed beside include', 'only id, when, with and each are'))
}

function wrongKinds(
  keys: readonly string[],
  named: readonly string[],
  kinds: Kinds,
  problem: Entry['problem'],
): Problem[] {
  if (keys.includes('with')) return [problem(['with'], 'is allowed beside include only', 'write the values themselves')]
  if (named.length > 1)
    return [problem([], `has ${named.length} step kinds: ${named.join(', ')}`, 'make a step of each')]
  const unknown = keys.some((key) => !kinds.has(key) && !ENTRY_KEYS.includes(key))
  if (named.length === 1 || unknown) return []
  return [problem([], 'has no step kind', `known: ${[...kinds.keys()].join(', ')}`)]
}
