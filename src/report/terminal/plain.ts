import type { Event, HostEnded } from '../event.ts'
import type { HostState } from '../host-state.ts'
import { pendingText } from './pending.ts'
import type { Output, Reporter } from '../reporter.ts'
import { RunState } from '../state.ts'
import { stepLine } from './step-line.ts'
import type { Style } from '../style.ts'
import { summary } from './summary.ts'
import { count, duration, oneLine, pad, widthOf } from '../text.ts'

/** How long a host may be silent in the middle of a step before it is said that it is still there, in milliseconds. */
const SILENCE = 60_000

/**
 * For logs and pipes: one line an event with the host's name, nothing about steps that were fine, a line every minute
 * about a step that takes long, the summary last.
 */
export class PlainReporter implements Reporter {
  readonly #output: Output
  readonly #style: Style
  readonly #state = new RunState()
  /** When something was last said of a host, milliseconds since the epoch. */
  readonly #spoken = new Map<string, number>()
  #nameWidth = 0
  #timer: NodeJS.Timeout | undefined

  constructor(output: Output, style: Style) {
    this.#output = output
    this.#style = style
  }

  readonly emit = (event: Event): void => {
    this.#state.apply(event)
    const text = this.#text(event)
    if (text !== '') this.#output.write(text)
    if (text !== '' && 'host' in event && event.host !== undefined) this.#spoken.set(event.host, Date.now())
    if (event.type === 'run-started') this.#timer ??= setInterval(() => this.#remind(), SILENCE / 12).unref()
    if (event.type === 'run-ended') this.close()
  }

  close(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #remind(): void {
    const now = Date.now()
    for (const { name, step, since, said } of this.#state.hosts.values()) {
      if (step === undefined || now - Math.max(since, this.#spoken.get(name) ?? 0) < SILENCE) continue
      const what = `${step.index}/${step.total} ${oneLine(step.title)}${said === undefined ? '' : `: ${oneLine(said)}`}`
      this.#output.write(this.#line(name, `still at ${what} ${this.#style('dim', `(${duration(now - since)})`)}`))
      this.#spoken.set(name, now)
    }
  }

  #text(event: Event): string {
    switch (event.type) {
      case 'run-started':
        this.#nameWidth = Math.min(24, Math.max(0, ...event.hosts.map(widthOf)))
        return `${event.mode} ${oneLine(event.cluster)}: ${count(event.hosts.length, 'host')}, run ${event.run}\n`
      case 'host-connecting':
        return this.#line(event.host, `connecting: ${oneLine(event.via)}`)
      case 'host-facts':
        return this.#line(event.host, `${oneLine(event.facts.os.name)}, ${event.facts.arch}, ${event.facts.kernel}`)
      case 'note':
        return this.#line(event.host ?? '', this.#note(event.level, event.message))
      case 'step-ended':
        return ['changed', 'failed', 'blocked'].includes(event.outcome)
          ? this.#line(event.host, stepLine(event, this.#style))
          : ''
      case 'host-ended':
        return this.#ended(event, this.#state.host(event.host))
      case 'run-ended':
        return `\n${summary(this.#state, this.#style)}`
      default:
        return ''
    }
  }

  #line(host: string, text: string): string {
    return `${host === '' ? '' : `${this.#style('bold', pad(host, this.#nameWidth))}  `}${text}\n`
  }

  #note(level: 'info' | 'warning', message: string): string {
    return level === 'warning' ? `${this.#style('yellow', 'warning')} ${oneLine(message)}` : oneLine(message)
  }

  #ended(event: HostEnded, host: HostState): string {
    if (host.pending.length > 0) return pendingText(host.name, host.pending, this.#style)
    const error = event.error === undefined ? '' : `: ${oneLine(event.error.message)}`
    const outcome = event.outcome === 'changed' ? `done, ${event.changed} changed` : event.outcome
    return this.#line(event.host, `${outcome} (${duration(event.durationMs)})${error}`)
  }
}
