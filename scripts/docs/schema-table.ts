import { isLeaf, liveOf } from '../../src/config/live-leaves.ts'
import type { Live } from '../../src/config/schema/live.ts'
import type { JsonSchema } from '../../src/validation/input-schema.ts'
import { liveCell } from './live-cell.ts'

/** One line of a reference table. */
export interface Row {
  readonly key: string
  readonly value: string
  readonly standard: string
  readonly meaning: string
  /** What becomes of a change on a live cluster; '' where nothing is declared. */
  readonly live: string
}

/** Rows for the keys of an object, nested ones as `outer.inner`; what was described before is only referred to. */
export function rowsOf(schema: JsonSchema, prefix = '', seen = new Map<string, string>(), above?: Live): Row[] {
  const required = new Set(schema.required)
  return Object.entries(schema.properties ?? {}).flatMap(([name, value]) => {
    const key = `${prefix}${name.includes('.') ? `"${name}"` : name}`
    return typeof value === 'object' ? rowsOfKey(value, key, required.has(name), seen, above) : []
  })
}

function rowsOfKey(
  schema: JsonSchema,
  key: string,
  required: boolean,
  seen: Map<string, string>,
  above: Live | undefined,
): Row[] {
  const live = liveOf(schema, above)
  const own = 'live' in schema
  const inner = innerObjects(schema).filter(({ schema: { properties } }) => Object.keys(properties ?? {}).length > 0)
  const shape = JSON.stringify(inner.map(({ schema: { properties } }) => properties))
  const known = inner.length > 0 ? seen.get(shape) : undefined
  seen.set(shape, known ?? key)
  const standard = required ? 'required' : schema.default === undefined ? '' : standardOf(schema.default)
  const meaning = `${schema.description ?? ''}${known === undefined ? '' : ` As \`${known}\`.`}`
  const row = {
    ...{ key, value: valueOf(schema), standard, meaning },
    live: live && (own || isLeaf(schema)) ? liveCell(live, own) : '',
  }
  if (known !== undefined) return [row]
  // What one of several forms requires is not required as such.
  const forms = inner.map((found) =>
    inner.length > 1 ? { ...found, schema: { ...found.schema, required: [] } } : found,
  )
  return [row, ...forms.flatMap(({ suffix, schema: object }) => rowsOf(object, `${key}${suffix}.`, seen, live))]
}

function innerObjects(schema: JsonSchema): { suffix: string; schema: JsonSchema }[] {
  if (schema.properties) return [{ suffix: '', schema }]
  const items = schema.items
  if (typeof items === 'object' && !Array.isArray(items))
    return innerObjects(items).map((found) => ({ ...found, suffix: `[]${found.suffix}` }))
  // Keys of the user's own.
  const { additionalProperties } = schema
  if (typeof additionalProperties === 'object')
    return innerObjects(additionalProperties).map((found) => ({ ...found, suffix: `.NAME${found.suffix}` }))
  return (schema.anyOf ?? []).flatMap((option) => (typeof option === 'object' ? innerObjects(option) : []))
}

function standardOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : `\`${JSON.stringify(value)}\``
  return typeof value === 'object' || value === '' ? '' : `\`${JSON.stringify(value).replaceAll('"', '')}\``
}

function valueOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ')
  if (schema.anyOf)
    return [...new Set(schema.anyOf.map((option) => (typeof option === 'object' ? valueOf(option) : '')))].join(' or ')
  if (schema.type === 'array') {
    const items = schema.items
    return typeof items === 'object' && !Array.isArray(items) ? `list of ${valueOf(items)}` : 'list'
  }
  const names: Readonly<Record<string, string>> = {
    string: 'text',
    object: 'mapping',
    boolean: 'true or false',
    integer: 'number',
  }
  const [type] = [schema.type ?? 'string'].flat()
  return names[type ?? ''] ?? type ?? ''
}

/** A Markdown table; what happens on live clusters is a column where something is declared. */
export function table(rows: readonly Row[]): string {
  const withLive = rows.some(({ live }) => live !== '')
  const heads = ['Key', 'Value', 'Default', 'Meaning', ...(withLive ? ['Live cluster'] : [])]
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const cells = rows.map(({ key, value, standard, meaning, live }) => [
    `\`${key}\``,
    ...[value, standard, meaning, ...(withLive ? [live] : [])].map(cell),
  ])
  return [heads, heads.map(() => '---'), ...cells].map(line).join('\n')
}
