import { NodeprepError } from '../errors.ts'
import type { NeedsOpenssh } from './needs-openssh.ts'

/**
 * One try at something that many things can end: time, the user, a socket, the peer. The first failure counts and
 * ends every wait; later ones are what falls over when a connection is torn down, and are dropped.
 */
export class Attempt {
  readonly failed: Promise<never>
  #reject: (error: Error) => void = () => undefined
  readonly #timer: NodeJS.Timeout
  readonly #signal: AbortSignal
  readonly #onAbort: () => void

  /** `tooLate` words the error for when `milliseconds` have passed. */
  constructor(signal: AbortSignal, what: string, milliseconds: number, tooLate: () => NodeprepError) {
    this.failed = new Promise<never>((_resolve, reject) => (this.#reject = reject))
    // Nobody may be waiting at the moment it fails.
    this.failed.catch(() => undefined)
    this.#timer = setTimeout(() => this.fail(tooLate()), milliseconds)
    this.#signal = signal
    this.#onAbort = () => this.fail(new NodeprepError('interrupted', `${what}: interrupted while connecting`))
    if (signal.aborted) this.#onAbort()
    else signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  fail(error: NodeprepError | NeedsOpenssh): void {
    this.#reject(error)
  }

  /** Waits for `work`, or rejects as soon as the attempt has failed. */
  async wait<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.failed])
  }

  /** Stops the clock and forgets the signal. */
  end(): void {
    clearTimeout(this.#timer)
    this.#signal.removeEventListener('abort', this.#onAbort)
  }
}
