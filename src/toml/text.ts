import { parse, stringify, TomlError } from 'smol-toml'
import { isTable, type TomlTable, type TomlValue } from './table.ts'

/** Tables in tables; whoever wrote more means harm. */
const DEEPEST = 64
/** Lines that one value may take; a text where it takes more is not looked through line by line. */
const LONGEST_VALUE = 64

/** A header or a value of a TOML text, and the lines it takes. */
export interface TomlItem {
  readonly kind: 'header' | 'value'
  /** Of a value that is several, as an inline table, '' stands for what is in it. */
  readonly path: readonly string[]
  readonly from: number
  readonly to: number
}

/** The text that was parsed last: one file is looked at for several reasons in a row, and may be long. */
let latest: { readonly text: string; readonly table: TomlTable } | undefined

/** A text as data. Throws smol-toml's TomlError, and a RangeError for tables too deep in one another. */
export function parseToml(text: string): TomlTable {
  if (latest?.text !== text) latest = { text, table: read(text) }
  return latest.table
}

const read = (text: string) => plain(parse(text), 0) as TomlTable

/** What is wrong with a text that {@link parseToml} does not take. Throws what is no mistake of the text. */
export function tomlMistake(error: unknown): string {
  if (error instanceof RangeError) return 'its tables are too deep in one another'
  if (!(error instanceof TomlError)) throw error
  const [message = ''] = error.message.split('\n', 1)
  return `line ${error.line}: ${message.replace(/^Invalid TOML document: /, '')}`
}

/** Without the prototypes of the parser. */
function plain(value: unknown, depth: number): unknown {
  if (depth > DEEPEST) throw new RangeError('too deep')
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1))
  if (!isTable(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner, depth + 1)]))
}

/** A key with its value as a line, for the table that it stands in. */
export function tomlLine(key: string, value: TomlValue): string {
  return isTable(value) ? `${keyText(key)} = {}` : stringify({ [key]: value }).trimEnd()
}

export const tomlHeader = (path: readonly string[]): string => `[${tomlKey(path)}]`

export const tomlKey = (path: readonly string[]): string => path.map(keyText).join('.')

const keyText = (key: string) => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key))

/** Headers and values of a text in their order. Throws where it is written in a way that is not known here. */
export function tomlItems(lines: readonly string[]): readonly TomlItem[] {
  const items: TomlItem[] = []
  let table: readonly string[] = []
  for (let from = 0; from < lines.length; from++) {
    const line = (lines[from] ?? '').trim()
    if (line === '' || line.startsWith('#')) continue
    const to = line.startsWith('[') ? from : lastLine(lines, from)
    const path = chain(read(lines.slice(from, to + 1).join('\n')))
    if (line.startsWith('[')) table = path
    items.push(
      line.startsWith('[')
        ? { kind: 'header', path, from, to }
        : { kind: 'value', path: [...table, ...path], from, to },
    )
    from = to
  }
  return items
}

function chain(table: TomlTable): readonly string[] {
  const [entry, second] = Object.entries(table)
  if (second) return ['']
  return entry ? [entry[0], ...(isTable(entry[1]) ? chain(entry[1]) : [])] : []
}

/** A value goes on until it is TOML: a list to its bracket, a text to its quotes. */
function lastLine(lines: readonly string[], from: number): number {
  for (let to = from; to < Math.min(lines.length, from + LONGEST_VALUE); to++) {
    if (to > from && !/[\]}]|"""|'''/.test(lines[to] ?? '')) continue
    try {
      read(lines.slice(from, to + 1).join('\n'))
      return to
    } catch {
      // Not all of it yet.
    }
  }
  throw new RangeError('a value that does not end')
}
