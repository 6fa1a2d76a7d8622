import { shown, type Mutant } from './mutant.ts'
import type { Trial } from './trial.ts'

interface AreaResult {
  readonly area: string
  readonly trials: readonly Trial[]
}

type Survivor = Pick<Mutant, 'file' | 'line' | 'before' | 'after' | 'kind'>

interface AreaCount {
  readonly area: string
  readonly mutants: number
  /** Noticed only because a test did not end. */
  readonly hung: number
  readonly survived: number
}

/** What is written as JSON. */
export interface Result {
  readonly seed: number
  readonly areas: readonly AreaCount[]
  readonly survivors: readonly Survivor[]
}

const survives = ({ killedBy }: Trial): boolean => killedBy === undefined

export function resultOf(seed: number, results: readonly AreaResult[]): Result {
  const areas = results.map(({ area, trials }) => ({
    ...{ area, mutants: trials.length },
    hung: trials.filter(({ hung }) => hung).length,
    survived: trials.filter(survives).length,
  }))
  const survivors = results.flatMap(({ trials }) =>
    trials
      .filter(survives)
      .map(({ mutant: { file, line, before, after, kind } }) => ({ file, line, before, after, kind })),
  )
  return { seed, areas, survivors }
}

const percent = (part: number, whole: number): string => (whole === 0 ? '-' : `${Math.round((100 * part) / whole)} %`)

/** One row an area, and all of them together. */
function resultTable({ areas }: Result): string {
  const sum = (key: 'mutants' | 'hung' | 'survived') => areas.reduce((total, area) => total + area[key], 0)
  const rows = [...areas, { area: 'all', mutants: sum('mutants'), hung: sum('hung'), survived: sum('survived') }].map(
    (row) => [
      ...[row.area, String(row.mutants), String(row.hung), String(row.survived), percent(row.survived, row.mutants)],
    ],
  )
  const widths = [20, 8, 6, 9, 6]
  const line = (cells: readonly string[]): string =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('')
  return [['folder', 'changes', 'hung', 'survived', ''], ...rows].map(line).join('\n')
}

/** What is printed at the end. */
export const summary = (result: Result): string => `\n${resultTable(result)}\n\nseed ${result.seed}\n`

export function trialLine({ mutant, killedBy, hung, seconds }: Trial): string {
  if (killedBy === undefined) return `SURVIVED ${shown(mutant)}\n    (${mutant.kind}, ${seconds} s)\n`
  return `noticed  ${mutant.file}:${mutant.line} ${mutant.kind}, by ${killedBy}${hung ? ', which hung' : ''} (${seconds} s)\n`
}
