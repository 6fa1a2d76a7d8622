export interface Row {
  readonly name: string
  readonly cases: number
  /** Different things that came of them. */
  readonly outcomes: number
  readonly slowestMs: number
  readonly peakMiB: number
  readonly failures: number
}

/** The figures as a Markdown table. */
export function table(rows: readonly Row[]): string {
  const head = ['target', 'cases', 'outcomes', 'slowest', 'peak memory', 'failures']
  const cells = rows.map((row) => [
    ...[row.name, String(row.cases), String(row.outcomes), `${Math.round(row.slowestMs)} ms`],
    ...[`${Math.round(row.peakMiB)} MiB`, String(row.failures)],
  ])
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  return [line(head), rule, ...cells.map(line)].join('\n')
}
