import type { Colour, Style } from '../report/style.ts'
import { oneLine, pad, truncate, widthOf } from '../report/text.ts'
import type { HostStatus } from './host-status.ts'
import { sizeText } from './sizes.ts'

interface Column {
  readonly title: string
  readonly cell: (status: HostStatus) => string
  readonly colour?: (status: HostStatus) => Colour | undefined
}

const NOTHING = '-'
const GAP = 2

/** In the order in which they stand. */
const columns: readonly Column[] = [
  { title: 'HOST', cell: ({ host }) => host.name },
  { title: 'ROLE', cell: ({ host }) => host.role },
  { title: 'STATUS', cell: ({ word }) => word, colour: statusColour },
  { title: 'VERSION', cell: ({ kubernetes }) => kubernetes },
  { title: 'RUNTIME', cell: ({ runtime }) => runtime },
  {
    title: 'CERTS',
    cell: ({ certificateDays: days }) => (days === undefined ? '' : days < 0 ? 'expired' : `${days}d`),
    colour: ({ certificateDays: days = 365 }) => (days < 0 ? 'red' : undefined),
  },
  { title: 'CLOCK', cell: clockText },
  { title: '/VAR', cell: ({ report }) => (report.var ? sizeText(report.var.free) : '') },
  {
    title: 'DRIFT',
    cell: ({ differences }) => (differences === undefined ? '?' : String(differences)),
    colour: ({ differences = 0 }) => (differences > 0 ? 'yellow' : undefined),
  },
]

/** What goes first where there is no room: it is in the JSON, and named below the table where something is wrong with it. */
const dispensable = ['CLOCK', '/VAR', 'CERTS', 'ROLE', 'RUNTIME']

function statusColour({ word }: HostStatus): Colour {
  return word === 'Ready' ? 'green' : word.startsWith('Ready') ? 'yellow' : 'red'
}

function clockText({ facts }: HostStatus): string {
  if (facts === undefined) return ''
  const { clockOffset: offset, clockError: error } = facts
  // What may be the time that the answer took is nothing.
  if (Math.abs(offset) <= error) return '0s'
  return `${offset > 0 ? '+' : '-'}${Math.abs(offset).toFixed(0)}s`
}

/** One line a host, that fits into so many columns where it can; the lines end without a newline. Pure. */
export function table(hosts: readonly HostStatus[], style: Style, room = Infinity): readonly string[] {
  const cells = new Map(columns.map(({ title, cell }) => [title, hosts.map((host) => oneLine(cell(host)) || NOTHING)]))
  const widths = new Map([...cells].map(([title, texts]) => [title, Math.max(...[title, ...texts].map(widthOf))]))
  const total = (shown: readonly Column[]) =>
    shown.reduce((sum, { title }) => sum + (widths.get(title) ?? 0) + GAP, -GAP)
  let shown = columns
  for (const title of dispensable) if (total(shown) > room) shown = shown.filter((column) => column.title !== title)
  const excess = Math.max(0, total(shown) - room)
  const name = Math.max('HOST'.length, (widths.get('HOST') ?? 0) - excess)
  widths.set('HOST', name)
  const line = (of: (column: Column) => readonly [text: string, colour: Colour | undefined]): string =>
    shown
      .map((column, i) => {
        const [text, colour] = of(column)
        const width = widths.get(column.title) ?? 0
        const cut = truncate(text, width)
        const filled = i === shown.length - 1 ? cut : pad(cut, width + GAP)
        return colour === undefined ? filled : style(colour, cut) + filled.slice(cut.length)
      })
      .join('')
  return [
    line(({ title }) => [title, 'bold']),
    ...hosts.map((host, i) => line(({ title, colour }) => [cells.get(title)?.[i] ?? NOTHING, colour?.(host)])),
  ]
}
