import { readFile, writeFile } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import { median } from './measure.ts'
import { phases } from './phases.ts'
import type { Row } from './table.ts'

/** What was measured on one road to the hosts; the first row is that of raw ssh, the second that of nodeprep. */
export interface Measured {
  readonly rows: readonly Row[]
  /** Medians of nodeprep's phases. */
  readonly spent: readonly number[]
}

export interface Figures {
  readonly steps: number
  readonly rounds: number
  readonly start: readonly Row[]
  readonly direct: Measured
  readonly delayed: Measured
}

const page = join(import.meta.dirname, '../../docs/benchmarks.md')

export const ratioTo = ([reference]: readonly Row[], { times }: Row): number =>
  median(times) / median(reference?.times ?? [])

/** Puts the figures of this run in the place of those that docs/benchmarks.md has. */
export async function writeFigures(figures: Figures): Promise<void> {
  const text = await readFile(page, 'utf8')
  await writeFile(
    page,
    text.replace(/(?<=^## Figures\n)[^]*?(?=^## )/m, () => `\n${section(figures)}\n`),
  )
}

function section({ steps, rounds, start, direct, delayed }: Figures): string {
  const day = new Date().toISOString().slice(0, 10)
  const machine = `Node ${process.versions.node}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`
  const starts = start.map((row) => [row.name, ...cells(start, row)])
  const runs = direct.rows.map((row, i) => {
    const far = delayed.rows[i]
    return [row.name, ...cells(direct.rows, row), ...(far ? cells(delayed.rows, far) : ['', ''])]
  })
  const spent = phases.map((phase, i) => [phase, whole(direct.spent[i]), whole(delayed.spent[i])])
  return `${day}, ${machine}, ${steps} steps a host, ${rounds} rounds, milliseconds of wall time.

${markdown(['start', 'median', 'ratio'], starts)}

${markdown(['no-op run, 3 hosts', 'direct', 'ratio', 'through 100 ms', 'ratio'], runs)}

Where nodeprep's time goes:

${markdown(['phase', 'direct', 'through 100 ms'], spent)}
`
}

const whole = (time = NaN): string => time.toFixed(0)

function cells(rows: readonly Row[], row: Row): readonly string[] {
  return [whole(median(row.times)), ratioTo(rows, row).toFixed(2)]
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}
