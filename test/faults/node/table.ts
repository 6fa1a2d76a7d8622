import type { Result } from './result.ts'

interface Place {
  readonly block: string
  readonly step: string
  readonly phase: string
  readonly fault: string
}

/** A name is BLOCK/STEP/PHASE/FAULT; a block may have slashes in it. */
function place(name: string): Place {
  const parts = name.split('/')
  const [step = '', phase = '', fault = ''] = parts.slice(-3)
  return { block: parts.slice(0, -3).join('/'), step, phase, fault }
}

/** `=` the run itself went on, `1` converged in one rerun, `!` not as it should be, `.` not run. */
function mark(result: Result | undefined): string {
  if (result === undefined) return '.'
  if (result.wrong.length > 0) return '!'
  return result.reruns === 0 ? '=' : String(result.reruns)
}

export const legend =
  'Each field has one mark for each point of the step at which the fault struck (before, inside, after its apply): `=` the disturbed run itself converged, `1` one rerun converged, `!` not as it should be, `.` not run. An empty field makes no sense there.'

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)]

/** Steps by faults, a table a block. */
export function table(names: readonly string[], results: readonly Result[]): string {
  const byName = new Map(results.map((result) => [result.name, result]))
  const cases = names.map((name) => ({ ...place(name), mark: mark(byName.get(name)) }))
  const blocks = unique(cases.map(({ block }) => block)).map((block) => {
    const own = cases.filter((one) => one.block === block)
    const faults = unique(own.map(({ fault }) => fault))
    const rows = unique(own.map(({ step }) => step)).map((step) =>
      [step, ...faults.map((fault) => field(own, step, fault))].join(' | '),
    )
    const head = [`| ${block} | ${faults.join(' | ')} |`, `|---|${faults.map(() => '---|').join('')}`]
    return [...head, ...rows.map((row) => `| ${row} |`)].join('\n')
  })
  return blocks.join('\n\n')
}

function field(cases: readonly (Place & { mark: string })[], step: string, fault: string): string {
  return cases
    .filter((one) => one.step === step && one.fault === fault)
    .map((one) => one.mark)
    .join('')
}

/** What each fault made nodeprep say, one message a fault. */
export function messages(results: readonly Result[]): string {
  const byFault = new Map<string, string>()
  for (const { name, message } of results) {
    const { fault } = place(name)
    if ((byFault.get(fault) ?? '') === '') byFault.set(fault, message)
  }
  return [...byFault]
    .map(([fault, text]) => `- ${fault}: ${text === '' ? 'nothing had to be told' : `\`${text}\``}`)
    .join('\n')
}

export function totals(all: number, results: readonly Result[]): string {
  const good = results.filter(({ wrong }) => wrong.length === 0)
  const alone = good.filter(({ reruns }) => reruns === 0).length
  return `${results.length} of ${all} cases run: in ${alone} the disturbed run itself converged, in ${good.length - alone} one rerun did, ${results.length - good.length} are not as they should be`
}
