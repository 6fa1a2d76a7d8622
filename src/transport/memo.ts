/** Answers computed once a run: a key file, a known_hosts file, the agent's list. A failure is remembered like a value. */
export class Memo {
  readonly #answers = new Map<string, Promise<unknown>>()

  /** The answer to `question`, from `make` the first time. One question must always have one type of answer. */
  get<T>(question: string, make: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(question) as Promise<T> | undefined
    if (known) return known
    const made = make()
    this.#answers.set(question, made)
    return made
  }

  /** Makes the next one who asks look again. */
  forget(question: string): void {
    this.#answers.delete(question)
  }
}
