import type { HostState } from '../host-state.ts'
import { outcomeCounts, type RunState } from '../state.ts'
import type { Style } from '../style.ts'
import { count, duration, oneLine, pad, truncate, widthOf } from '../text.ts'

const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const longestName = 24

export interface Screen {
  readonly columns: number
  readonly rows: number
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly style: Style
}

/** The lines of the live view: as many active hosts as fit, then one line about all. */
export function frame(state: RunState, screen: Screen): string[] {
  const active = [...state.hosts.values()].filter((host) => host.active)
  // The cursor stays on an empty line below, which a terminal's height has to hold too.
  const room = Math.max(0, screen.rows - 2)
  const shown = (active.length > room ? busiest(active) : active).slice(0, room)
  const nameWidth = Math.min(longestName, Math.max(0, ...shown.map((host) => widthOf(host.name))))
  const mark = spinner[Math.floor(screen.now / 80) % spinner.length] ?? ''
  return [
    ...shown.map((host) => hostLine(host, screen, mark, nameWidth)),
    screen.style('dim', truncate(totals(state, active.length - shown.length, screen.now), screen.columns - 1)),
  ]
}

/** Where not all fit: those at work on a step first, then those that connect, and last those that wait for their turn. */
function busiest(hosts: readonly HostState[]): HostState[] {
  const rank = ({ step, known }: HostState): number => (step !== undefined ? 0 : known ? 2 : 1)
  return hosts.toSorted((a, b) => rank(a) - rank(b))
}

function hostLine(host: HostState, { columns, now, style }: Screen, mark: string, nameWidth: number): string {
  const name = pad(truncate(host.name, nameWidth), nameWidth)
  const elapsed = duration(now - host.since)
  const room = columns - 1 - nameWidth - 5 - widthOf(elapsed)
  const doing = truncate(activity(host), room)
  return `${style('bold', name)}  ${style('cyan', mark)} ${doing} ${style('dim', elapsed)}`
}

function activity(host: HostState): string {
  const said = host.said === undefined ? '' : ` ${oneLine(host.said)}`
  if (host.step === undefined) return `${host.known ? 'looking' : `connecting: ${oneLine(host.via ?? '')}`}…${said}`
  const { index, total, title } = host.step
  return `${String(index).padStart(String(total).length)}/${total} ${oneLine(title)}…${said}`
}

function totals(state: RunState, hidden: number, now: number): string {
  const hosts = [...state.hosts.values()]
  const ended = hosts.filter((host) => host.ended !== undefined).length
  const active = hosts.filter((host) => host.active).length
  const bad = state.having('failed', 'unreachable', 'blocked').length
  const parts = [
    duration(now - (state.started?.at ?? now)),
    count(hosts.length, 'host'),
    `${active} running${hidden > 0 ? ` (${hidden} not shown)` : ''}`,
    ...(hosts.length > ended + active ? [`${hosts.length - ended - active} waiting`] : []),
    `${ended - bad} done`,
    ...outcomeCounts(state),
    ...(state.changed > 0 ? [`${state.changed} changed`] : []),
  ]
  return parts.join(' · ')
}
