import type { Heavy } from './heavy/run-heavy.ts'

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
  return markdown(
    head,
    rows.map((row) => [
      ...[row.name, String(row.cases), String(row.outcomes), `${Math.round(row.slowestMs)} ms`],
      ...[`${Math.round(row.peakMiB)} MiB`, String(row.failures)],
    ]),
  )
}

/** One line for each heavy case: time, and memory above that at its start. */
export function heavyTable(cases: readonly Heavy[]): string {
  const rows = cases.map(({ name, outcome, ms, peakMiB, baseMiB }) => [
    ...[name, `${Math.round(ms)} ms`, `${Math.max(0, Math.round(peakMiB - baseMiB))} MiB`],
    outcome.replaceAll('|', '/').slice(0, 72),
  ])
  return markdown(['heavy case', 'took', 'memory', 'outcome'], rows)
}

function markdown(head: readonly string[], cells: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((row) => row[i]?.length ?? 0)))
  const isText = (i: number) => i === 0 || head[i] === 'outcome'
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => (isText(i) ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`
  const rule = `| ${widths.map((width, i) => (isText(i) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  return [line(head), rule, ...cells.map(line)].join('\n')
}
