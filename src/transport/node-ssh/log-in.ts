import type {
  AuthHandlerMiddleware,
  IdentityCallback,
  NextAuthHandler,
  SignCallback,
  SigningRequestOptions,
} from 'ssh2'
import { messageOf } from '../../errors.ts'
import type { Identity } from '../keys/identities.ts'
import type { Ssh2 } from '../ssh2.ts'

/**
 * Offers one key after the other, each through an agent of our own that holds only that key: so a key file is unlocked
 * only when the server takes it, and a key that cannot sign makes way for the next one.
 */
export class LogIn {
  /** The keys that did not do, and why. */
  readonly refused: string[] = []
  /** What the server said last that it would accept, e.g. `publickey`, `password`. */
  serverAccepts: readonly string[] | undefined
  #current: Identity | undefined
  readonly #waiting: Identity[]
  #next: NextAuthHandler | undefined

  constructor(
    readonly ssh2: Ssh2['ssh2'],
    readonly user: string,
    identities: readonly Identity[],
    /** Called when there is nothing left to try, or with what went wrong unexpectedly. */
    readonly onGivingUp: (cause?: unknown) => void,
  ) {
    this.#waiting = [...identities]
  }

  get current(): Identity | undefined {
    return this.#current
  }

  readonly handler: AuthHandlerMiddleware = (_left, _partial, next) => {
    this.#next = next
    if (this.#current) this.refused.push(`${this.#current.label}: refused`)
    this.#offerNext()
  }

  /** Signs with the key on offer; where that fails, goes on to the next key. */
  sign(data: Buffer, hash: string | undefined, done: (signature: Buffer) => void): void {
    const identity = this.#current
    if (!identity) return
    this.#orElseNext(identity, identity.sign(data, hash), done)
  }

  #offerNext(): void {
    this.#current = this.#waiting.shift()
    const publicKeyIsOut = this.serverAccepts?.includes('publickey') === false
    if (!this.#current || publicKeyIsOut) this.onGivingUp()
    else this.#next?.({ type: 'agent', username: this.user, agent: this.#agentOf(this.#current) })
  }

  /** Only the key's own failure leads to the next key; what `done` throws is a broken connection or a mistake of ours. */
  #orElseNext<T>(identity: Identity, work: Promise<T>, done: (value: T) => void): void {
    const failed = (error: unknown): void => {
      this.refused.push(`${identity.label}: ${messageOf(error)}`)
      this.#offerNext()
    }
    work.then(done, failed).catch((error: unknown) => this.onGivingUp(error))
  }

  #agentOf(identity: Identity): InstanceType<Ssh2['ssh2']['BaseAgent']> {
    const list = (callback: IdentityCallback): void =>
      this.#orElseNext(identity, identity.publicKey(), (key) => callback(null, [key]))
    const sign = (data: Buffer, hash: string | undefined, callback: SignCallback): void =>
      this.sign(data, hash, (signature) => callback(null, signature))
    return new (class extends this.ssh2.BaseAgent {
      override getIdentities(callback: IdentityCallback): void {
        list(callback)
      }
      override sign(
        _key: unknown,
        data: Buffer,
        options: SigningRequestOptions | SignCallback,
        cb?: SignCallback,
      ): void {
        if (typeof options === 'function') sign(data, undefined, options)
        else if (cb) sign(data, options.hash, cb)
      }
    })()
  }
}
