import { median } from './measure.ts'

export interface Row {
  readonly name: string
  readonly times: readonly number[]
}

/** Medians and fastest times in milliseconds, with the ratio of each median to the reference. */
export function table(title: string, rows: readonly Row[], reference: number): string {
  const lines = rows.map(({ name, times }) => {
    const middle = median(times)
    const numbers = [middle.toFixed(0), Math.min(...times).toFixed(0), (middle / reference).toFixed(2)]
    return `  ${name.padEnd(20)}${numbers.map((number) => number.padStart(10)).join('')}`
  })
  const head = `  ${''.padEnd(20)}${['median', 'fastest', 'ratio'].map((word) => word.padStart(10)).join('')}`
  return `\n${[title, head, ...lines].join('\n')}`
}
