/** Cases of a table, written `row/column`: `debian-12/1.36.5`. */
export interface Table {
  readonly rows: readonly string[]
  readonly columns: readonly string[]
}

export const casesOf = ({ rows, columns }: Table): readonly string[] =>
  rows.flatMap((row) => columns.map((column) => `${row}/${column}`))

/** Some cases in few words: nothing for all of them, a column or a row that is whole by its name, and single ones. */
export function labelsOf(table: Table, cases: ReadonlySet<string>): readonly string[] {
  if (casesOf(table).every((one) => cases.has(one))) return []
  const columns = table.columns.filter((column) => table.rows.every((row) => cases.has(`${row}/${column}`)))
  const rows = table.rows.filter((row) => table.columns.every((column) => cases.has(`${row}/${column}`)))
  const named = new Set([...casesOf({ ...table, columns }), ...casesOf({ ...table, rows })])
  return [...rows, ...columns, ...[...cases].filter((one) => !named.has(one))]
}

/** Whether labels of {@link labelsOf} name this case. */
export function isNamed(labels: readonly string[], one: string): boolean {
  return labels.length === 0 || [one, ...one.split('/')].some((name) => labels.includes(name))
}
