import { NodeprepError } from '../../errors.ts'
import { lastPart } from '../../report/text.ts'
import { FACTS_NOTICE, FACTS_WITHIN, GREETING } from './limits.ts'

/** What is kept of a host's words for error messages, in characters. */
const KEPT = 4096

/** Watches a host from the log-in until its facts are there: how long that takes, and how much it prints meanwhile. */
export class LoginWatchdog {
  private bytes = 0
  private words = ''
  private timers: NodeJS.Timeout[] = []
  private reject: (error: NodeprepError) => void = () => undefined
  private readonly failed: Promise<never>
  private readonly tell: (message: string) => void
  private readonly room: number

  /**
   * @param tell told once what is waited for, when it takes long
   * @param room how many bytes it may print
   */
  constructor(tell: (message: string) => void, room = GREETING) {
    this.tell = tell
    this.room = room
    this.failed = new Promise<never>((_resolve, reject) => (this.reject = reject))
    this.failed.catch(() => undefined)
    this.start()
  }

  /** Waits for work, or rejects with a NodeprepError as soon as the host has taken too long or said too much. */
  async wait<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.failed])
  }

  /** Takes note of what the host printed, be it ours or not. */
  heard(chunk: Buffer): void {
    if (this.bytes > this.room) return
    this.bytes += chunk.length
    this.words = (this.words + chunk.toString('utf8')).slice(-KEPT)
    if (this.bytes > this.room) this.reject(tooMuch(this.room, this.lastWords))
  }

  /** What it printed last, without what is ours. */
  get lastWords(): string {
    const lines = this.words.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('\x1e'))
    return lastPart(lines.slice(-3).join('\n'), 300)
  }

  /** The clock stands still while a person answers, and starts anew after that. */
  async whileAsking<T>(answer: Promise<T>): Promise<T> {
    this.end()
    try {
      return await answer
    } finally {
      this.start()
    }
  }

  /** Stops the clock. */
  end(): void {
    for (const timer of this.timers.splice(0)) clearTimeout(timer)
  }

  private start(): void {
    const notice = 'logged in; waiting for its login shell to give the facts'
    this.timers.push(setTimeout(() => this.tell(notice), FACTS_NOTICE))
    this.timers.push(setTimeout(() => this.reject(tooLate(this.lastWords)), FACTS_WITHIN))
  }
}

function tooLate(words: string): NodeprepError {
  const last = words === '' ? 'it said nothing' : `it said last: ${words}`
  const message = `logged in, but its shell gave no facts within ${FACTS_WITHIN / 1000} s; ${last}`
  return new NodeprepError('protocol', message, {
    remedy:
      'See that `ssh` with the command `true` ends at once there. A login script that waits for input (.bashrc, .profile, ' +
      '/etc/profile.d), a forced command, a file server or a name service that does not answer would explain it.',
  })
}

function tooMuch(room: number, words: string): NodeprepError {
  const message = `its login shell printed more than ${room >> 20} MiB before it ran our command; it ends in: ${words}`
  return new NodeprepError('protocol', message, {
    remedy:
      'See what the login scripts (.bashrc, .profile, /etc/profile.d), the login shell or a forced command print.',
  })
}
