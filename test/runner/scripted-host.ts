import { NodeprepError } from '../../src/errors.ts'
import type { Channel, Connection, Exit, Transport } from '../../src/transport/connection.ts'

const FACTS = ['os.id debian', 'os.version 12', 'uname 6.1.0 x86_64', 'uid 0', 'init systemd', 'packageManager apt-get']

/** What the bootstrap says; the rest is said by a program. */
const BOOTSTRAP = ['fact', 'ready', 'following', 'gone', 'died', 'refused', 'checked']

/**
 * Stands in for a host's shell: gives facts, writes down orders, and says what the test tells it to. An order that the
 * bootstrap does not know is an error.
 */
export class ScriptedHost {
  /** Orders so far, without the text of programs; pings and the goodbye are left out. */
  readonly orders: string[] = []
  /** The text of the program that was started last. */
  program = ''
  boot = 'boot-1'
  /** More facts than every host has. */
  facts: readonly string[] = []
  /** Reached no more until it is true again. */
  up = true
  /** Called for each order, to answer it. */
  answer: (order: string, host: ScriptedHost) => void = () => undefined
  /** Marks what the bootstrap says. */
  readonly shellNonce = 'sh3ll'
  /** Marks what programs say; known once one was sent. */
  nonce = ''
  /** Marks the one line that tells the bootstrap's nonce. */
  tag = ''
  private announced: string | undefined
  private stdout: (chunk: Buffer) => void = () => undefined
  private close: () => void = () => undefined

  /** Events as the bootstrap or a program prints them. */
  say(...events: readonly string[]): void {
    for (const event of events) {
      const [name = ''] = event.split(' ')
      this.print(`\n\x1e${BOOTSTRAP.includes(name) ? this.shellNonce : this.nonce} ${event}\n`)
    }
  }

  /** Output of a command. */
  print(text: string): void {
    this.stdout(Buffer.from(text))
  }

  /** The connection goes away. */
  cut(): void {
    this.close()
  }

  readonly transport: { description: string; connect: Transport['connect'] } = {
    description: 'scripted',
    connect: (signal) => {
      if (signal.aborted || !this.up) return Promise.reject(new NodeprepError('unreachable', 'nobody answers'))
      const connection: Connection = {
        open: (command) => Promise.resolve(this.channel(command)),
        close: () => {
          this.cut()
          return Promise.resolve()
        },
      }
      return Promise.resolve(connection)
    },
  }

  private channel(command: string): Channel {
    this.tag = /T=([0-9a-f]+)/.exec(command)?.[1] ?? ''
    let open = true
    const exit = new Promise<Exit>((resolve) => {
      this.close = () => {
        open = false
        resolve({ code: null })
      }
    })
    return {
      onStdout: (listener) => {
        this.stdout = listener
        setImmediate(() => {
          this.print(`\n\x1e${this.tag} open ${this.shellNonce}\n`)
          this.say(...[...FACTS, ...this.facts, `boot ${this.boot}`].map((fact) => `fact ${fact}`), 'ready')
        })
      },
      onStderr: () => undefined,
      // What is written to a connection that is gone reaches nobody.
      write: (data) => open && this.order(String(data)),
      end: () => undefined,
      exit,
    }
  }

  private order(data: string): void {
    // The program comes by itself, after the order that announces it.
    if (this.announced !== undefined) {
      this.program = data
      const order = this.announced
      this.announced = undefined
      return this.answer(order, this)
    }
    const [line = '', head = ''] = data.split('\n')
    this.nonce = /NP_NONCE='?(\w+)/.exec(head)?.[1] ?? this.nonce
    const [verb = ''] = line.split(' ')
    if (!['start', 'follow', 'check', 'stop', 'value', 'novalue', 'ping', 'bye'].includes(verb))
      throw new Error(`a host has no order ${line}`)
    if (verb === 'ping' || verb === 'bye') return
    this.orders.push(verb === 'start' ? line.replace(/ \d+$/, '') : line)
    if (verb === 'start' || verb === 'check') this.announced = line
    else this.answer(line, this)
  }
}
