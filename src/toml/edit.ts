import { isDeepStrictEqual } from 'node:util'
import { stringify } from 'smol-toml'
import { isTable, tomlAt, type TomlTable, type TomlValue } from './table.ts'
import { parseToml, tomlHeader, tomlItems, tomlLine, type TomlItem } from './text.ts'

interface Leaf {
  readonly path: readonly string[]
  readonly value: TomlValue
}

/** Lines that stand in the place of others, or behind all of them. */
interface Edit {
  readonly from: number
  readonly remove: number
  readonly lines: readonly string[]
}

/**
 * `text` changed so that it holds `wanted` and nothing else: line by line where that is possible, so that comments stay and a
 * diff shows what changes; else the whole text is rewritten.
 */
export function editToml(text: string, wanted: TomlTable): string {
  const before = parseToml(text)
  if (isDeepStrictEqual(before, wanted)) return text
  try {
    const edited = edit(withoutGone(text, before, wanted), changes(before, wanted))
    if (isDeepStrictEqual(parseToml(edited), wanted)) return edited
  } catch {
    // Written in a way that is not known here.
  }
  return stringify(wanted)
}

/** Without the lines of what `wanted` does not have, and the blank ones before a header that goes. */
function withoutGone(text: string, before: TomlTable, wanted: TomlTable): string {
  const isGone = ({ path }: TomlItem) => tomlAt(before, path) !== undefined && tomlAt(wanted, path) === undefined
  const lines = text.split('\n')
  const gone = tomlItems(lines).filter(isGone)
  if (gone.length === 0) return text
  const removed = new Set(gone.flatMap(({ from, to }) => lines.slice(from, to + 1).map((_, i) => from + i)))
  for (const { kind, from } of gone)
    for (let i = from - 1; kind === 'header' && lines[i]?.trim() === ''; i--) removed.add(i)
  return lines.filter((_, i) => !removed.has(i)).join('\n')
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

function edit(text: string, leaves: readonly Leaf[]): string {
  const lines = text.replace(/\n+$/, '').split('\n')
  const items = tomlItems(lines)
  const edits = leaves.map((leaf) => editFor(leaf, lines, items))
  const kept = lines.flatMap((line, i) => {
    const here = edits.filter(({ from }) => from === i)
    const removed = edits.some(({ from, remove }) => from <= i && i < from + remove)
    return [...here.flatMap((one) => one.lines), ...(removed ? [] : [line])]
  })
  const behind = edits.filter(({ from }) => from === lines.length).flatMap((one) => one.lines)
  return `${[...kept, ...behind, ...newTables(leaves, items)].join('\n')}\n`
}

function editFor({ path, value }: Leaf, lines: readonly string[], items: readonly TomlItem[]): Edit {
  const key = path.at(-1) ?? ''
  const line = (at: TomlItem, more = '') => [`${indentOf(lines, at)}${more}${tomlLine(key, value)}`]
  const present = items.find((item) => item.kind === 'value' && isDeepStrictEqual(item.path, path))
  if (present) return { from: present.from, remove: present.to - present.from + 1, lines: line(present) }
  if (path.length === 1) {
    const [first] = items
    const last = lastOf(items)
    if (last) return { from: last.to + 1, remove: 0, lines: [tomlLine(key, value)] }
    return { from: first?.from ?? lines.length, remove: 0, lines: [tomlLine(key, value)] }
  }
  const header = headerOf(path, items)
  if (!header) return { from: lines.length, remove: 0, lines: [] }
  const last = lastOf(items.slice(items.indexOf(header) + 1))
  const deeper = indentOf(lines, header) === '' ? '' : '  '
  return { from: (last ?? header).to + 1, remove: 0, lines: last ? line(last) : line(header, deeper) }
}

/** Tables that have no header yet, each with its values. */
function newTables(leaves: readonly Leaf[], items: readonly TomlItem[]): readonly string[] {
  const tables = new Map<string, string[]>()
  for (const { path, value } of leaves) {
    const isOld = items.some((item) => item.kind === 'value' && isDeepStrictEqual(item.path, path))
    if (isOld || path.length === 1 || headerOf(path, items)) continue
    const header = tomlHeader(path.slice(0, -1))
    tables.set(header, [...(tables.get(header) ?? ['', header]), tomlLine(path.at(-1) ?? '', value)])
  }
  return [...tables.values()].flat()
}

function headerOf(path: readonly string[], items: readonly TomlItem[]): TomlItem | undefined {
  return items.find((item) => item.kind === 'header' && isDeepStrictEqual(item.path, path.slice(0, -1)))
}

/** The last value before the next header. */
function lastOf(items: readonly TomlItem[]): TomlItem | undefined {
  const next = items.findIndex(({ kind }) => kind === 'header')
  return (next === -1 ? items : items.slice(0, next)).at(-1)
}

const indentOf = (lines: readonly string[], { from }: TomlItem) => /^\s*/.exec(lines[from] ?? '')?.[0] ?? ''
