import type { HostOutcome } from '../event.ts'
import { failuresText } from './failures.ts'
import type { HostState } from '../host-state.ts'
import { outcomeCounts, type RunState } from '../state.ts'
import type { Colour, Style } from '../style.ts'
import { count, duration, oneLine, pad, someOf, widthOf } from '../text.ts'

/** With more hosts than this, the summary has one line for each outcome instead of one for each host. */
const listedHosts = 30
const outcomeColours: Readonly<Record<HostOutcome, Colour>> = {
  ok: 'green',
  changed: 'yellow',
  'would-change': 'yellow',
  failed: 'red',
  unreachable: 'red',
  blocked: 'red',
  interrupted: 'red',
}
const outcomes = Object.keys(outcomeColours) as HostOutcome[]

/** What a run came to: each host's outcome, what changed where, what failed and what to do about it. */
export function summary(state: RunState, style: Style): string {
  const changed = state.started?.mode === 'apply' ? changedText(state) : ''
  const sections = [hostsText(state, style), changed, failuresText(state, style), lastLine(state, style)]
  return sections.filter((section) => section !== '').join('\n')
}

function hostsText(state: RunState, style: Style): string {
  const lines = state.hosts.size > listedHosts ? outcomeLines(state, style) : hostLines(state, style)
  return lines.map((line) => `${line}\n`).join('')
}

function hostLines(state: RunState, style: Style): string[] {
  const hosts = [...state.hosts.values()].filter((host) => host.ended !== undefined)
  const nameWidth = Math.max(0, ...hosts.map((host) => widthOf(host.name)))
  const wordWidth = Math.max(0, ...hosts.map((host) => host.ended?.outcome.length ?? 0))
  return hosts.map((host) => {
    const outcome = host.ended?.outcome ?? 'interrupted'
    const word = style(outcomeColours[outcome], pad(outcome, wordWidth))
    return `${style('bold', pad(host.name, nameWidth))}  ${word}  ${counts(host)}`.trimEnd()
  })
}

function counts(host: HostState): string {
  const parts = [
    ...(host.changed.length > 0 ? [`${host.changed.length} changed`] : []),
    ...(host.pending.length > 0 ? [`${host.pending.length} would change`] : []),
    ...(host.ok > 0 ? [`${host.ok} ok`] : []),
    duration(host.ended?.durationMs ?? 0),
  ]
  return parts.join(', ')
}

function outcomeLines(state: RunState, style: Style): string[] {
  return outcomes.flatMap((outcome) => {
    const names = state.having(outcome).map((host) => host.name)
    if (names.length === 0) return []
    const which = outcome === 'ok' ? '' : `: ${someOf(names, 10)}`
    return [`${style(outcomeColours[outcome], outcome)}  ${count(names.length, 'host')}${which}`]
  })
}

function changedText(state: RunState): string {
  const hosts = new Map<string, Set<string>>()
  for (const host of state.hosts.values())
    for (const { title } of host.changed) {
      const line = oneLine(title)
      hosts.set(line, (hosts.get(line) ?? new Set()).add(host.name))
    }
  if (hosts.size === 0) return ''
  const lines = [...hosts].map(([title, names]) => `  ${title}  (${someOf([...names])})\n`)
  return `Changed:\n${lines.join('')}`
}

function lastLine(state: RunState, style: Style): string {
  const { started, ended } = state
  const ended130 = ended?.exitCode === 130
  const bad = outcomeCounts(state)
  const parts = [
    count(state.hosts.size, 'host'),
    ...(state.started?.mode === 'plan' ? pending(state, bad.length) : [`${state.changed} changed`]),
    ...bad,
    ...(ended130 ? ['interrupted'] : []),
  ]
  const line = `${style('bold', oneLine(started?.cluster ?? 'run'))}: ${parts.join(', ')} in ${duration(ended?.durationMs ?? 0)}\n`
  const log = started?.logFile
  const failed = bad.length > 0 || ended130
  return failed && log !== undefined ? `${line}Full log: ${log}\n` : line
}

function pending(state: RunState, bad: number): string[] {
  let steps = 0
  for (const host of state.hosts.values()) steps += host.pending.length
  if (steps > 0) return [`${count(steps, 'step')} would change`]
  return bad > 0 ? [] : ['nothing to change']
}
