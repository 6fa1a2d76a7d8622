import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../../cluster/cluster.ts'
import { messageOf, NodeprepError } from '../../errors.ts'
import type { Facts } from '../../facts/facts.ts'
import { programHead } from '../../program/head.ts'
import type { Message } from '../../program/protocol.ts'
import type { Connection, Transport } from '../../transport/connection.ts'
import { PARTED_WITHIN } from './limits.ts'
import { unlessInterrupted } from './interruption.ts'
import { openShell, type Shell } from './shell.ts'

export type NoteLevel = 'info' | 'warning'

export interface SessionOptions {
  readonly host: Host
  readonly transport: Transport
  /** Marks the events of this run's programs on this host; the same after a reconnect. No other host knows it. */
  readonly nonce: string
  readonly signal: AbortSignal
  /** What the host is asked for beside the facts of every host. */
  readonly asks?: readonly string[] | undefined
  /** Paths of the files whose text it has to know. */
  readonly reads?: readonly string[] | undefined
  /** The sudo password of the host; asked for only when sudo asks. */
  readonly password: () => Promise<string | undefined>
  readonly note: (level: NoteLevel, message: string) => void
  /** Called each time the facts have been asked for. */
  readonly loggedIn?: () => void
}

/** Pauses before each further try to reach a host, in milliseconds. */
const FIRST_PAUSES = [1000]
const LATER_PAUSES = [100, 500, 1000, 2000, 3000, 5000, 5000, 10_000, 10_000, 15_000, 15_000, 30_000, 30_000]

/** One host during one run: its connection and its one channel, which come back when they are lost. */
export class Session {
  private readonly options: SessionOptions
  private connection: Connection | undefined
  private opened: Shell | undefined
  private alive = false
  private parting = false

  constructor(options: SessionOptions) {
    this.options = options
  }

  get name(): string {
    return this.options.host.name
  }

  /** Aborted when the user wants to stop. */
  get signal(): AbortSignal {
    return this.options.signal
  }

  /** The channel is there, as far as is known. */
  get connected(): boolean {
    return this.alive
  }

  /** Names the boot of the host in which the channel was opened. */
  get boot(): string {
    return this.shell.boot
  }

  /** The channel; throws when there is none yet. */
  get shell(): Shell {
    if (!this.opened) throw new NodeprepError('internal', `${this.name} is not connected`)
    return this.opened
  }

  /** Connects and reads the facts. Rejects with a NodeprepError. */
  async connect(): Promise<Facts> {
    return await this.persist(FIRST_PAUSES, this.signal)
  }

  /**
   * Gets a lost connection back. Rejects when the host stays away for about two minutes. Also after an interruption,
   * unless the signal is given: a program that runs on can be told to stop only over a connection.
   */
  async reconnect(signal: AbortSignal = new AbortController().signal): Promise<void> {
    this.options.note('warning', 'connection lost; work continues on the host; reconnecting')
    await this.persist(LATER_PAUSES, signal)
    this.options.note('info', 'reconnected')
  }

  /** Connects anew, once. Rejects with a NodeprepError. */
  async tryOnce(signal: AbortSignal): Promise<Facts> {
    await this.connection?.close()
    const { transport, nonce, host, asks, reads, password, loggedIn } = this.options
    const connection = await transport.connect(signal)
    this.connection = connection
    const tell = (message: string): void => this.options.note('info', message)
    const opening = openShell(connection, { become: host.become, asks, reads, password, tell })
    loggedIn?.()
    const shell = await unlessInterrupted(signal, opening, 'interrupted while connecting')
    shell.protocol.listenTo(nonce, 'program')
    this.opened = shell
    this.alive = true
    void shell.closed.then(() => {
      if (this.opened === shell) this.alive = false
    })
    return shell.facts
  }

  /**
   * Writes `order`, and after it the program that it announces, if there is one, and reads until `receive` says true. Resolves
   * to false when the channel went away first.
   * @param order one line, without its end; the size of the program is put in here
   * @param program its text but for what tells its nonce
   */
  async exchange(order: string, receive: (message: Message) => boolean, program?: string): Promise<boolean> {
    const { shell } = this
    const head = program === undefined ? '' : programHead(this.options.nonce)
    const size = program === undefined ? '' : ` ${Buffer.byteLength(head) + Buffer.byteLength(program)}`
    const done = new Promise<boolean>((resolve) => {
      let over = false
      // What came in the same packet as the last message is no longer its business.
      shell.onMessage((message) => {
        if (over || !receive(message)) return
        over = true
        resolve(true)
      })
    })
    shell.write(`${order}${size}\n${head}`)
    // Not in one text with the order: hosts with equal programs share this one.
    if (program !== undefined) shell.write(program)
    return await Promise.race([done, shell.closed.then(() => false)])
  }

  /** Writes to the program's follower; lost without a word when the connection is. */
  send(order: string): void {
    this.opened?.write(order)
  }

  /** Ends a connection over which the host no longer answers: it then counts as lost. */
  hangUp(): void {
    void this.connection?.close()
  }

  /** Says the last order of this channel: `close` then sees to it that the host gets it. */
  sayGoodBye(order: string): void {
    this.parting = true
    this.send(order)
  }

  note(level: NoteLevel, message: string): void {
    this.options.note(level, message)
  }

  /** Closes the channel and the connection; what runs detached on the host goes on. Never rejects. */
  async close(): Promise<void> {
    const { opened, connection } = this
    const parts = this.parting && this.alive
    if (parts && connection?.leave) return await connection.leave()
    opened?.end()
    // A server that is told of the end of the connection together with the last order may drop the order.
    if (opened && parts) await Promise.race([opened.closed, sleep(PARTED_WITHIN, undefined, { ref: false })])
    await connection?.close()
  }

  private async persist(pauses: readonly number[], signal: AbortSignal): Promise<Facts> {
    for (let i = 0; ; i += 1) {
      try {
        return await this.tryOnce(signal)
      } catch (error) {
        const pause = pauses[i]
        const final = !(error instanceof NodeprepError) || !['unreachable', 'connection-lost'].includes(error.code)
        if (pause === undefined || final || signal.aborted) throw error
        if (i > 0) this.options.note('info', `${messageOf(error)}; trying again`)
        await sleep(pause, undefined, { signal }).catch(() => undefined)
      }
    }
  }
}
