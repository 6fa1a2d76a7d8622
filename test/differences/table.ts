import { blocksOf, blockText } from './blocks.ts'
import { casesOf, isNamed, labelsOf, type Table } from './labels.ts'

/** Of one case: what differs in each of the parts that do, by their names. */
export type Differences = ReadonlyMap<string, readonly string[]>

/** Between the name of a part, which may have a blank, and the cases. */
const GAP = '  '

/** Names in the order of each case, as far as the cases agree. */
function inOrder(all: Iterable<Differences>): readonly string[] {
  const names: string[] = []
  for (const one of all) {
    let at = 0
    for (const name of one.keys()) {
      if (!names.includes(name)) names.splice(at, 0, name)
      at = names.indexOf(name) + 1
    }
  }
  return names
}

/** The differences of one part, each with the cases that have it. */
function variants(all: ReadonlyMap<string, Differences>, name: string) {
  const found = new Map<string, { lines: readonly string[]; cases: Set<string> }>()
  for (const [one, differences] of all) {
    const lines = differences.get(name)
    if (!lines) continue
    const text = lines.join('\n')
    const same = found.get(text) ?? { lines, cases: new Set() }
    same.cases.add(one)
    found.set(text, same)
  }
  return [...found.values()]
}

/** The differences of every case of a table: each is written once, and named by the cases that have it. */
export function tableText(about: string, table: Table, of: (one: string) => Differences): string {
  const all = new Map(casesOf(table).map((one) => [one, of(one)]))
  const blocks = inOrder(all.values()).flatMap((name) =>
    variants(all, name).map(({ lines, cases }) => ({ heading: [name, ...labelsOf(table, cases)].join(GAP), lines })),
  )
  const head = [`# ${about}`, `# ${table.rows.join(' ')}`, `# ${table.columns.join(' ')}`, '']
  return [head.join('\n'), ...blocks.map(blockText)].join('\n')
}

/** The differences that such a text has for one case. */
export function differencesIn(text: string, one: string): Differences {
  return new Map(
    blocksOf(text).flatMap(({ heading, lines }) => {
      const [name = '', ...labels] = heading.split(GAP)
      return isNamed(labels, one) ? [[name, lines] as const] : []
    }),
  )
}
