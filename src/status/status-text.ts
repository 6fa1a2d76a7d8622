import type { Style } from '../report/style.ts'
import { count, oneLine, sanitise, someOf } from '../report/text.ts'
import { merged, type Finding } from './finding.ts'
import type { Status } from './status.ts'
import { summaryLines } from './summary-lines.ts'
import { table } from './table.ts'

/** As many findings as a person reads; JSON has all. */
const MOST = 40

/** The table, what is common to all hosts, what needs attention and what to do about it, and one line about all. Pure. */
export function statusText(status: Status, style: Style, columns?: number): string {
  const parts = [table(status.hosts, style, columns), summaryLines(status), attention(status.findings, style)]
  const blocks = parts.filter((lines) => lines.length > 0).map((lines) => lines.map((line) => `${line}\n`).join(''))
  return [...blocks, `${lastLine(status, style)}\n`].join('\n')
}

/** A remedy that several findings in a row share is told once, after them. */
function attention(findings: readonly Finding[], style: Style): readonly string[] {
  const all = merged(findings).toSorted((a, b) => Number(a.level === 'warning') - Number(b.level === 'warning'))
  const shown = all.slice(0, MOST)
  const lines = shown.flatMap(({ level, hosts, message, remedy }, i) => {
    const who = hosts.length > 0 ? `${style('bold', someOf(hosts))}: ` : ''
    const mark = style(level === 'problem' ? 'red' : 'yellow', level)
    const last = shown[i + 1]?.remedy !== remedy
    const advice = last && remedy !== '' ? sanitise(remedy).trimEnd().split('\n') : []
    return [`${mark} ${who}${oneLine(message)}`, ...advice.map((line) => `  ${line}`)]
  })
  return all.length > MOST ? [...lines, `${all.length - MOST} more: see --output json`] : lines
}

function lastLine({ name, hosts, findings }: Status, style: Style): string {
  const ready = hosts.filter(({ word }) => word.startsWith('Ready')).length
  const all = merged(findings)
  const counted = (level: Finding['level']) => count(all.filter((finding) => finding.level === level).length, level)
  return `${style('bold', oneLine(name))}: ${count(hosts.length, 'host')}, ${ready} Ready, ${counted('problem')}, ${counted('warning')}`
}
