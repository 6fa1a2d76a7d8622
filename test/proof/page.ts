import { availableParallelism, totalmem } from 'node:os'
import { format, resolveConfig } from 'prettier'
import { groupOf } from './stage.ts'
import { stages } from './stages.ts'
import type { State } from './state.ts'

const columns = ['stage', 'cases', 'passed', 'failed', 'time', 'commit', 'date', 'machine'] as const
const begin = '<!-- Written by npm run proof, up to the end mark. -->'
const end = '<!-- end -->'

export const thisMachine = (): string =>
  `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`

type Row = readonly string[]

/** One row a group: the sum of those of its shards that were run with this version. */
function rowOf(group: string, state: State, version: string, machine: string): Row {
  const all = stages.filter(({ name }) => groupOf(name) === group).length
  const own = Object.entries(state).flatMap(([name, outcome]) => (groupOf(name) === group ? [outcome] : []))
  const sum = (of: (outcome: State[string]) => number): number => own.reduce((total, one) => total + of(one), 0)
  const [cases, failed, seconds] = [sum((one) => one.cases), sum((one) => one.failed), sum((one) => one.seconds)]
  const [commit = '', changes] = version.split('+')
  return [
    own.length === all ? group : `${group}, ${own.length} of ${all} shards`,
    ...[cases, cases - failed, failed].map(String),
    seconds < 600 ? `${seconds} s` : `${Math.round(seconds / 60)} min`,
    commit.slice(0, 9) + (changes === undefined ? '' : ' and changes'),
    own
      .map(({ date }) => date.slice(0, 10))
      .sort()
      .at(-1) ?? '',
    machine,
  ]
}

/** The rows of the page's table, without its head. */
function rowsIn(text: string): readonly Row[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter(([first = '']) => first !== columns[0] && !/^:?-+:?$/.test(first))
}

/** The page with the group's row as the state says; rows of other groups and all other text stay. */
export async function pageWith(
  page: string,
  group: string,
  state: State,
  version: string,
  machine: string,
): Promise<string> {
  const [start, stop] = [page.indexOf(begin), page.indexOf(end)]
  if (start < 0 || stop < start) throw new Error(`docs/proof-results.md needs "${begin}" and "${end}"`)
  const others = rowsIn(page.slice(start, stop)).filter(([first = '']) => first.split(',')[0] !== group)
  const order = stages.map(({ name }) => groupOf(name))
  const place = ([first = '']: Row): number => order.indexOf(first.split(',')[0] ?? '')
  const rows = [...others, rowOf(group, state, version, machine)].sort((a, b) => place(a) - place(b))
  const table = [columns, ['---', '---:', '---:', '---:', '---:', '---', '---', '---'], ...rows]
  const text = table.map((row) => `| ${row.join(' | ')} |`).join('\n')
  const written = `${page.slice(0, start)}${begin}\n\n${text}\n\n${page.slice(stop)}`
  return format(written, { ...(await resolveConfig('docs/proof-results.md')), parser: 'markdown' })
}
