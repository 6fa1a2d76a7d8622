import type { Event } from '../event.ts'
import { frame } from './frame.ts'
import { pendingText } from './pending.ts'
import type { Reporter } from '../reporter.ts'
import { RunState } from '../state.ts'
import { stepLine } from './step-line.ts'
import type { Style } from '../style.ts'
import { summary } from './summary.ts'
import { oneLine } from '../text.ts'

type Draw = ReturnType<typeof import('log-update').createLogUpdate>

const redrawMs = 100

/** For a terminal: one line for each active host, redrawn in place; failures and warnings stay above. */
export class LiveReporter implements Reporter {
  readonly #terminal: NodeJS.WriteStream
  readonly #style: Style
  readonly #state = new RunState()
  #draw: Draw | undefined
  #timer: NodeJS.Timeout | undefined
  /** What is to be printed once the terminal is free again. */
  #held: string | undefined

  constructor(terminal: NodeJS.WriteStream, style: Style) {
    this.#terminal = terminal
    this.#style = style
  }

  readonly emit = (event: Event): void => {
    this.#state.apply(event)
    const text = this.#permanent(event)
    if (text !== '') this.#print(text)
    if (event.type === 'run-ended') this.#stop()
    else if (this.#held === undefined) this.#start()
  }

  suspend(): void {
    this.#stop()
    this.#held = ''
  }

  resume(): void {
    this.#terminal.write(this.#held ?? '')
    this.#held = undefined
    if (this.#state.ended === undefined) this.#start()
  }

  close(): void {
    this.#stop()
  }

  #permanent(event: Event): string {
    if (event.type === 'run-ended') return summary(this.#state, this.#style)
    if (event.type === 'note' && event.level === 'warning') return this.#line(event.host, 'warning', event.message)
    if (event.type === 'step-ended' && (event.outcome === 'failed' || event.outcome === 'blocked'))
      return `${this.#style('bold', event.host)}  ${stepLine(event, this.#style)}\n`
    if (event.type !== 'host-ended') return ''
    const host = this.#state.host(event.host)
    if (host.pending.length > 0 && this.#state.started?.mode === 'plan')
      return pendingText(host.name, host.pending, this.#style)
    if (event.error === undefined || host.failed !== undefined) return ''
    return this.#line(event.host, event.outcome, event.error.message)
  }

  #line(host: string | undefined, word: string, message: string): string {
    const name = host === undefined ? '' : `${this.#style('bold', host)}  `
    return `${name}${this.#style(word === 'warning' ? 'yellow' : 'red', word)} ${oneLine(message)}\n`
  }

  #print(text: string): void {
    if (this.#held !== undefined) {
      this.#held += text
      return
    }
    this.#draw?.clear()
    this.#terminal.write(text)
  }

  #start(): void {
    this.#timer ??= setInterval(() => void this.#redraw(), redrawMs)
  }

  async #redraw(): Promise<void> {
    // Loading it takes longer than everything else here: not before there is something to wait for.
    const { createLogUpdate } = await import('log-update')
    if (this.#timer === undefined) return
    this.#draw ??= createLogUpdate(this.#terminal)
    const { columns, rows } = this.#terminal
    this.#draw(frame(this.#state, { columns, rows, now: Date.now(), style: this.#style }).join('\n'))
  }

  #stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#draw?.clear()
    this.#draw?.done()
  }
}
