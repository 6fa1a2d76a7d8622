import { isDeepStrictEqual } from 'node:util'
import { parse, stringify } from 'smol-toml'
import { isTable, tomlAt, type TomlTable, type TomlValue } from './toml-table.ts'

interface Leaf {
  readonly path: readonly string[]
  readonly value: TomlValue
}

/** A header or a value of a TOML text, and the lines it takes. */
interface Item {
  readonly kind: 'header' | 'value'
  readonly path: readonly string[]
  readonly from: number
  readonly to: number
}

/** Lines that one value may take; a text where it takes more is written anew instead. */
const LONGEST_VALUE = 200

/** A text as data, without the prototypes and number types of its parser. Throws smol-toml's TomlError. */
export function parseToml(text: string): TomlTable {
  return plain(parse(text)) as TomlTable
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  return isTable(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)])) : value
}

/**
 * `text` changed so that it holds `wanted`, which has all that `text` holds: line by line where that is possible, so that
 * comments stay and a diff shows what changes; else written anew.
 */
export function editToml(text: string, wanted: TomlTable): string {
  const before = parseToml(text)
  if (isDeepStrictEqual(before, wanted)) return text
  try {
    const edited = changes(before, wanted).reduce(setLeaf, text)
    if (isDeepStrictEqual(parseToml(edited), wanted)) return edited
  } catch {
    // Not TOML any more: a text in a way of writing that is not known here.
  }
  return stringify(wanted)
}

function changes(before: TomlTable, wanted: TomlTable): readonly Leaf[] {
  return leaves(wanted, []).filter(({ path, value }) => !isDeepStrictEqual(tomlAt(before, path), value))
}

function leaves(table: TomlTable, above: readonly string[]): readonly Leaf[] {
  return Object.entries(table).flatMap(([key, value]) => {
    const path = [...above, key]
    return isTable(value) && Object.keys(value).length > 0 ? leaves(value, path) : [{ path, value }]
  })
}

function setLeaf(text: string, { path, value }: Leaf): string {
  const lines = text.split('\n')
  const items = itemsOf(lines)
  const put = (from: number, remove: number, ...added: readonly string[]) =>
    lines.toSpliced(from, remove, ...added).join('\n')
  const present = items.find((item) => item.kind === 'value' && isSame(item.path, path))
  if (present) return put(present.from, present.to - present.from + 1, indentOf(lines, present) + assign(path, value))
  const parent = path.slice(0, -1)
  if (parent.length === 0) {
    const last = lastOf(items)
    return last
      ? put(last.to + 1, 0, assign(path, value))
      : put(items[0]?.from ?? lines.length, 0, assign(path, value), '')
  }
  const header = items.find((item) => item.kind === 'header' && isSame(item.path, parent))
  if (!header) return `${text.replace(/\n*$/, '\n')}\n[${parent.map(keyText).join('.')}]\n${assign(path, value)}\n`
  const last = lastOf(items.slice(items.indexOf(header) + 1))
  const indent = last ? indentOf(lines, last) : `${indentOf(lines, header)}${indentOf(lines, header) && '  '}`
  return put((last ?? header).to + 1, 0, indent + assign(path, value))
}

/** The last value before the next header. */
function lastOf(items: readonly Item[]): Item | undefined {
  const next = items.findIndex(({ kind }) => kind === 'header')
  return (next === -1 ? items : items.slice(0, next)).at(-1)
}

const isSame = (one: readonly string[], other: readonly string[]) => isDeepStrictEqual(one, other)
const indentOf = (lines: readonly string[], { from }: Item) => /^\s*/.exec(lines[from] ?? '')?.[0] ?? ''
const keyText = (key: string) => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key))

function assign(path: readonly string[], value: TomlValue): string {
  const key = path.at(-1) ?? ''
  if (isTable(value)) return `${keyText(key)} = {}`
  return stringify({ [key]: value }).trimEnd()
}

function itemsOf(lines: readonly string[]): readonly Item[] {
  const items: Item[] = []
  let table: readonly string[] = []
  for (let from = 0; from < lines.length; from++) {
    const line = (lines[from] ?? '').trim()
    if (line === '' || line.startsWith('#')) continue
    if (line.startsWith('[')) {
      table = chain(parseToml(line))
      items.push({ kind: 'header', path: table, from, to: from })
    } else {
      const to = lastLine(lines, from)
      const found = leaves(parseToml(lines.slice(from, to + 1).join('\n')), table)
      // An inline table is several values of one line; such a line is left alone.
      if (found.length === 1) items.push({ kind: 'value', path: found[0]?.path ?? [], from, to })
      else items.push({ kind: 'value', path: [], from, to })
      from = to
    }
  }
  return items
}

function chain(table: TomlTable): readonly string[] {
  const [entry] = Object.entries(table)
  return entry ? [entry[0], ...(isTable(entry[1]) ? chain(entry[1]) : [])] : []
}

/** A value goes on until it is TOML. */
function lastLine(lines: readonly string[], from: number): number {
  for (let to = from; to < Math.min(lines.length, from + LONGEST_VALUE); to++) {
    try {
      parseToml(lines.slice(from, to + 1).join('\n'))
      return to
    } catch {
      // Not all of it yet.
    }
  }
  throw new RangeError('a value that does not end')
}
