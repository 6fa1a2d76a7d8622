/** What a TOML file holds, as far as nodeprep writes it. */
export type TomlValue = string | number | boolean | readonly TomlValue[] | TomlTable

export interface TomlTable {
  readonly [key: string]: TomlValue
}

export function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

/** The value at a path; undefined where there is none. */
export function tomlAt(table: TomlTable, path: readonly string[]): TomlValue | undefined {
  return path.reduce<TomlValue | undefined>(
    (value, key) => (isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    table,
  )
}

/** The list at a path; empty where there is none. */
export function listAt(table: TomlTable, path: readonly string[]): readonly TomlValue[] {
  const value = tomlAt(table, path)
  return Array.isArray(value) ? (value as readonly TomlValue[]) : []
}

/** A table with this one value. */
export function tableOf(path: readonly string[], value: TomlValue): TomlTable {
  return path.reduceRight<TomlValue>((inner, key) => ({ [key]: inner }), value) as TomlTable
}

/** `over` above `table`, table by table; a list is replaced as a whole. */
export function mergeTables(table: TomlTable, over: TomlTable): TomlTable {
  const merged = Object.entries(over).map(([key, value]) => {
    const old = Object.hasOwn(table, key) ? table[key] : undefined
    return [key, isTable(old) && isTable(value) ? mergeTables(old, value) : value] as const
  })
  return { ...table, ...Object.fromEntries(merged) }
}

/** The table without what is at these paths, and without the tables that are left with nothing in them. */
export function withoutAll(table: TomlTable, paths: readonly (readonly string[])[]): TomlTable {
  return paths.reduce((left, path) => emptied(left, path), table)
}

function emptied(table: TomlTable, path: readonly string[]): TomlTable {
  if (tomlAt(table, path) === undefined) return table
  const left = without(table, path)
  const above = path.slice(0, -1)
  const holder = tomlAt(left, above)
  return above.length > 0 && isTable(holder) && Object.keys(holder).length === 0 ? emptied(left, above) : left
}

/** The table without the value at a path. */
export function without(table: TomlTable, [first, ...rest]: readonly string[]): TomlTable {
  if (first === undefined || !Object.hasOwn(table, first)) return table
  const { [first]: inner, ...others } = table
  return rest.length > 0 && isTable(inner) ? { ...table, [first]: without(inner, rest) } : others
}
