/** What a stage left behind. `json` is empty if it wrote no file. */
export interface Output {
  readonly exitCode: number
  readonly log: string
  readonly json: string
}

export interface Count {
  readonly cases: number
  readonly failed: number
}

/** A stage that fails without a failed case has one: whatever ended it. */
const atLeastOne = ({ exitCode }: Output, { cases, failed }: Count): Count =>
  exitCode !== 0 && failed === 0 ? { cases: cases + 1, failed: 1 } : { cases, failed }

/** A program that passes or fails as a whole. */
export const whole = (output: Output): Count => atLeastOne(output, { cases: output.exitCode === 0 ? 1 : 0, failed: 0 })

/** The JSON report of vitest. */
export function vitestCount(output: Output): Count {
  if (output.json === '') return whole(output)
  const { numPassedTests, numFailedTests } = JSON.parse(output.json) as Record<string, number>
  const failed = numFailedTests ?? 0
  return atLeastOne(output, { cases: (numPassedTests ?? 0) + failed, failed })
}

/** What `npm run faults -- --json` writes. A shard without a case writes nothing. */
export function faultsCount(output: Output): Count {
  if (output.json === '') return atLeastOne(output, { cases: 0, failed: 0 })
  const { results } = JSON.parse(output.json) as { readonly results: readonly { readonly wrong: readonly string[] }[] }
  return atLeastOne(output, { cases: results.length, failed: results.filter(({ wrong }) => wrong.length > 0).length })
}

/** What `npm run mutants -- --json` writes: a change that no test noticed has failed. */
export function mutantsCount(output: Output): Count {
  if (output.json === '') return whole(output)
  const { areas } = JSON.parse(output.json) as {
    readonly areas: readonly { readonly mutants: number; readonly survived: number }[]
  }
  const sum = (key: 'mutants' | 'survived'): number => areas.reduce((total, area) => total + area[key], 0)
  return atLeastOne(output, { cases: sum('mutants'), failed: sum('survived') })
}

/** The last line of `npm run fuzz`. */
export function fuzzCount(output: Output): Count {
  const [, cases = 0, failed = 0] = (/^(\d+) cases, (\d+) failures/m.exec(output.log) ?? []).map(Number)
  return atLeastOne(output, { cases, failed })
}
