type Listener = (chunk: Buffer) => void

/** Holds what a command wrote until somebody listens, so that no byte is lost between its start and the first listener. */
export class Output {
  #waiting: Buffer[] | undefined = []
  readonly #listeners: Listener[] = []

  push(chunk: Buffer): void {
    if (this.#waiting) this.#waiting.push(chunk)
    else for (const listener of this.#listeners) listener(chunk)
  }

  listen(listener: Listener): void {
    this.#listeners.push(listener)
    const waiting = this.#waiting ?? []
    this.#waiting = undefined
    for (const chunk of waiting) listener(chunk)
  }
}
