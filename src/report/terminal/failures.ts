import type { HostState } from '../host-state.ts'
import type { RunState } from '../state.ts'
import type { Style } from '../style.ts'
import { count, oneLine, sanitise, someOf } from '../text.ts'

/** Of the hosts that failed for the same reason, one is told in full; of different reasons at most this many. */
const toldReasons = 10
const shownLines = 15
const toldKeys = shownLines - 1
const rerun = 'Fix the cause and run the command again. Completed steps are skipped.'

/** Why hosts failed: step, host, last lines of output, what to do. Hosts with the same trouble are told together. */
export function failuresText(state: RunState, style: Style): string {
  const reasons = new Map<string, HostState[]>()
  for (const host of state.having('failed', 'unreachable', 'blocked'))
    reasons.set(reasonOf(host), [...(reasons.get(reasonOf(host)) ?? []), host])
  const told = [...reasons.values()].slice(0, toldReasons).map((hosts) => reasonText(hosts, style))
  const more = reasons.size - told.length
  return [
    ...told,
    ...(more > 0 ? [`${count(more, 'more reason')} ${more === 1 ? 'is' : 'are'} in the log.\n`] : []),
  ].join('\n')
}

/** Equal for hosts of which the same can be told: the same message and remedy, but for their own names and addresses. */
function reasonOf(host: HostState): string {
  const { failed, ended } = host
  const { code = '', message = '', remedy = '' } = ended?.error ?? {}
  const where = failed === undefined ? '' : `${failed.outcome} ${failed.step}`
  // Each key is told all the same.
  const what = code.startsWith('host-key') ? remedy : `${message}\n${remedy}`
  return withoutHost(`${where}\n${code}\n${what}`, host)
}

function withoutHost(text: string, { name, via = '' }: HostState): string {
  // `ssh root@10.0.0.22:22`
  const address = /^ssh (?:[^\s@]*@)?(\S+?)(?::\d+)?$/.exec(via)?.[1] ?? name
  return [name, address].reduce((rest, own) => rest.replaceAll(wholeWord(own), '<host>'), text)
}

function wholeWord(word: string): RegExp {
  return new RegExp(`(?<![\\w.-])${word.replaceAll(/[^\w]/g, '\\$&')}(?![\\w-])`, 'g')
}

function reasonText(hosts: readonly HostState[], style: Style): string {
  const [first] = hosts
  if (first?.ended === undefined) return ''
  const { failed, ended } = first
  const names = someOf(hosts.map((host) => host.name))
  const what = ended.error === undefined ? `: ${oneLine(failed?.title ?? '')}` : ''
  const where = failed === undefined ? '' : ` at step ${failed.index}/${failed.total} ${failed.step}${what}`
  const lines = [`${style('red', ended.outcome)} ${style('bold', names)}${where}`]
  if (ended.error !== undefined) lines.push(...indented(sanitise(messagesOf(hosts)), '  '))
  if (failed?.output !== undefined)
    lines.push(...indented(sanitise(failed.output), `  ${style('dim', `${first.name} |`)} `))
  lines.push(...indented(sanitise(ended.error?.remedy ?? '') || (failed?.outcome === 'failed' ? rerun : ''), '  '))
  return lines.map((line) => `${line}\n`).join('')
}

/** What the first host's error says; of host keys all of them, for each is to be compared with its machine's. */
function messagesOf(hosts: readonly HostState[]): string {
  const errors = hosts.flatMap(({ ended }) => ended?.error ?? [])
  const all = [...new Set(errors.map(({ message }) => message))]
  if (errors[0]?.code.startsWith('host-key') !== true) return all[0] ?? ''
  const more = all.length - toldKeys
  return [...all.slice(0, toldKeys), ...(more > 0 ? [`and ${more} more: nodeprep trust shows them all`] : [])].join(
    '\n',
  )
}

function indented(text: string, prefix: string): string[] {
  const lines = text.replace(/\s+$/, '').split('\n')
  return lines.length === 1 && lines[0] === '' ? [] : lines.slice(-shownLines).map((line) => `${prefix}${line}`)
}
