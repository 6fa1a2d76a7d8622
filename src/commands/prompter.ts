import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import type { Reporter } from '../report/reporter.ts'
import type { Io } from './io.ts'

export interface Question {
  /** What is typed does not show. */
  readonly hidden?: boolean
  /** Shown on stdout before the question. */
  readonly before?: string
}

/** Asks whoever sits at the terminal, one question at a time. Live lines make way meanwhile. */
export class Prompter {
  readonly #io: Io
  readonly #reporter: Pick<Reporter, 'suspend' | 'resume'>
  #last: Promise<unknown> = Promise.resolve()

  constructor(io: Io, reporter: Pick<Reporter, 'suspend' | 'resume'>) {
    this.#io = io
    this.#reporter = reporter
  }

  /** There is somebody to ask. */
  get available(): boolean {
    return this.#io.stdin.isTTY && this.#io.stderr.isTTY
  }

  /** The answer; undefined when there is nobody to ask or they leave without one. */
  async ask(text: string, question: Question = {}): Promise<string | undefined> {
    const answer = this.#last.then(() => this.#askNow(text, question))
    this.#last = answer.catch(() => undefined)
    return await answer
  }

  async #askNow(text: string, { hidden = false, before = '' }: Question): Promise<string | undefined> {
    const { stdin, stdout, stderr, signal } = this.#io
    if (!this.available || signal.aborted) return undefined
    this.#reporter.suspend?.()
    if (before !== '') stdout.write(before)
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
    const reader = createInterface({ input: stdin, output: hidden ? nowhere : stderr, terminal: true })
    // The terminal is in raw mode now, where Ctrl-C is but a character.
    reader.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
    try {
      return await new Promise((resolve) => {
        reader.once('close', () => resolve(undefined))
        signal.addEventListener('abort', () => resolve(undefined), { once: true })
        if (hidden) stderr.write(text)
        reader.question(hidden ? '' : text, resolve)
      })
    } finally {
      reader.close()
      if (hidden) stderr.write('\n')
      this.#reporter.resume?.()
    }
  }
}
