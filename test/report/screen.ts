import { Writable } from 'node:stream'

/** A terminal that understands what the live view writes, and nothing else: an unknown sequence is an error. */
export class Screen extends Writable {
  readonly isTTY = true
  readonly columns: number
  readonly rows: number
  readonly #lines: string[] = ['']
  #row = 0
  #column = 0

  constructor(columns = 80, rows = 24) {
    super()
    this.columns = columns
    this.rows = rows
  }

  hasColors(): boolean {
    return false
  }

  /** Everything that was ever on the screen and was not erased, what scrolled out included. */
  get text(): string {
    return this.#lines.join('\n').trimEnd()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const parts = chunk.toString('utf8').matchAll(/\u001B\[(\??[\d;]*)([A-Za-z])|\n|[^\u001B\n]+/g)
    for (const [text, argument = '', command] of parts) {
      if (command === undefined) this.#print(text)
      else this.#act(argument, command)
    }
    done()
  }

  #print(text: string): void {
    if (text === '\n') {
      this.#row += 1
      this.#column = 0
      this.#lines[this.#row] ??= ''
      return
    }
    const line = (this.#lines[this.#row] ?? '').padEnd(this.#column)
    this.#lines[this.#row] = line.slice(0, this.#column) + text + line.slice(this.#column + text.length)
    this.#column += text.length
  }

  #act(argument: string, command: string): void {
    const amount = Number(argument === '' ? 1 : argument)
    const line = this.#lines[this.#row] ?? ''
    if (command === 'A') this.#row = Math.max(0, this.#row - amount)
    else if (command === 'B') this.#row += amount
    else if (command === 'G') this.#column = amount - 1
    else if (command === 'K') this.#lines[this.#row] = argument === '2' ? '' : line.slice(0, this.#column)
    else if (!argument.startsWith('?')) throw new Error(`the screen does not know ${argument}${command}`)
  }
}
