import { randomBytes } from 'node:crypto'
import type { Become } from '../../cluster/cluster.ts'
import { NOT_A_PASSWORD, passwordOf } from '../../config/password-text.ts'
import { NodeprepError } from '../../errors.ts'
import type { Facts } from '../../facts/facts.ts'
import { bootstrap } from '../../program/bootstrap.ts'
import { Protocol, type Message } from '../../program/protocol.ts'
import type { Channel, Connection } from '../../transport/connection.ts'
import { becomeCommand, becomeRefusal, sudoPrompt } from './become.ts'
import { sh } from '../../shell/sh.ts'
import { LONGEST_SENT } from '../../facts/files.ts'
import { parseFacts } from '../../facts/parse-facts.ts'
import { GREETING } from './limits.ts'
import { LoginWatchdog } from './login-watchdog.ts'
import { rootGreeting, rootInput } from './root-command.ts'
import { shellRefusal } from './shell-refusal.ts'

/** A host's one channel after the facts are in: takes orders, says messages. */
export interface Shell {
  readonly facts: Facts
  /** The kernel's id of the present boot. */
  readonly boot: string
  readonly protocol: Protocol
  write(data: string): void
  end(): void
  /** Where messages go from now on. */
  onMessage(receive: (message: Message) => void): void
  /** Settles when the channel is gone, for whatever reason. */
  readonly closed: Promise<void>
}

export interface ShellOptions {
  readonly become: Become
  /** What is asked for beside the facts of every host, by names that a file of facts knows. The answers are in no event. */
  readonly asks?: readonly string[] | undefined
  /** Paths of the files whose text it has to know. */
  readonly reads?: readonly string[] | undefined
  /** Asked only when sudo asks. */
  readonly password: () => Promise<string | undefined>
  /** Told what is waited for, when it takes long. */
  readonly tell: (message: string) => void
}

/** Nobody can guess it: 64 random bits. */
const word = (): string => randomBytes(8).toString('hex')

/** Remote stderr that is kept for error messages, in characters. */
const KEPT_STDERR = 4096

function refusal(said: string, words: string, { become }: ShellOptions, code: number | null): NodeprepError {
  const refused = become.method === 'sudo' ? becomeRefusal(said.trim(), code) : undefined
  return refused ?? shellRefusal(words.trim(), code)
}

function untold(message: string): NodeprepError {
  return new NodeprepError('protocol', message, {
    remedy:
      'Check that /proc is mounted on the host, and what the login scripts (.bashrc, .profile, /etc/profile.d) print.',
  })
}

/** Listens for sudo's prompt and answers it once; a second one means that the password was refused. */
function answerPrompts(
  channel: Channel,
  prompt: string,
  { password }: ShellOptions,
  fail: (error: NodeprepError) => void,
): (chunk: Buffer) => void {
  let stderr = ''
  let answered = false
  return (chunk) => {
    stderr += chunk.toString('latin1')
    const at = stderr.indexOf(prompt)
    if (at < 0) {
      stderr = stderr.slice(-256)
      return
    }
    stderr = stderr.slice(at + prompt.length)
    const remedy = 'See become.password in cluster.yaml.'
    if (answered) return fail(new NodeprepError('become-failed', 'sudo refused the password', { remedy }))
    answered = true
    password().then(
      (word) => {
        if (word === undefined) fail(new NodeprepError('become-failed', 'sudo requires a password', { remedy }))
        // Root's shell reads what sudo leaves.
        else if (passwordOf(word) !== word)
          fail(new NodeprepError('become-failed', `the sudo password is not one: ${NOT_A_PASSWORD}`, { remedy }))
        else channel.write(`${word}\n`)
      },
      (cause: unknown) =>
        fail(new NodeprepError('become-failed', 'could not get the sudo password', { remedy, cause })),
    )
  }
}

/**
 * Opens the one channel of a host and waits for its facts. Rejects with a NodeprepError, also when the host takes too long
 * or prints too much; the connection is closed then.
 */
export async function openShell(connection: Connection, options: ShellOptions): Promise<Shell> {
  const greeting = new LoginWatchdog(options.tell, GREETING + LONGEST_SENT * (options.reads?.length ?? 0))
  const password = (): Promise<string | undefined> => greeting.whileAsking(options.password())
  try {
    return await greeting.wait(greet(connection, { ...options, password }, greeting))
  } catch (error) {
    void connection.close()
    throw error
  } finally {
    greeting.end()
  }
}

async function greet(connection: Connection, options: ShellOptions, greeting: LoginWatchdog): Promise<Shell> {
  const { become, asks = [], reads = [] } = options
  // Both can be read by whoever is on the host, so they are believed for one thing each, and once.
  const [tag, prompt] = [word(), sudoPrompt(word())]
  const script = `T=${tag}\n${sh`A=${asks.join(' ')}\nR=${reads.join(' ')}\n`.text}${bootstrap()}`
  // When the facts were asked for, and when the host's clock was told.
  let asked = Date.now()
  let told = asked
  const channel = await connection.open(becomeCommand(prompt, become, script))
  const said = new Map<string, string>()
  let stderr = ''
  return await new Promise<Shell>((resolve, reject) => {
    let heard = ''
    let ready = false
    let receive = (message: Message): void => {
      if (ready) return
      if (message.type !== 'event') {
        // Not before, for sudo would take it for passwords.
        if (become.password === undefined || heard.includes(rootGreeting)) return
        heard = (heard + message.text).slice(-KEPT_STDERR)
        if (!heard.includes(rootGreeting)) return
        asked = Date.now()
        channel.write(rootInput(script))
        return
      }
      if (message.name === 'ready') {
        ready = true
        resolve(shell())
        said.clear()
        return
      }
      const [, key, value] = /^(\S+) ?(.*)$/s.exec(message.rest) ?? []
      if (message.name !== 'fact' || key === undefined) return
      if (key === 'clock') told = Date.now()
      said.set(key, value ?? '')
    }
    // The first line of the bootstrap tells what it will mark its events by. A second one before it has done anything means
    // that one of them is not its own; later none counts.
    let opened = false
    const open = (nonce: string): void => {
      if (!opened && protocol.listenTo(nonce, 'shell')) opened = true
      else {
        reject(untold(opened ? 'the shell on the host announced itself twice' : 'the host has no random number for us'))
        void connection.close()
      }
    }
    const protocol = new Protocol((message) => {
      if (message.type === 'event' && message.from === 'opening') return open(message.rest)
      if (ready && message.type === 'event') protocol.ignore('opening')
      receive(message)
    })
    protocol.listenTo(tag, 'opening')
    const closed = channel.exit.then((exit) => {
      const without = (text: string): string => text.replaceAll(prompt, '')
      reject(refusal(without(stderr), without(greeting.lastWords), options, exit.code))
    })
    const shell = (): Shell => ({
      facts: parseFacts(said, asked, told, reads),
      boot: said.get('boot') ?? '',
      protocol,
      write: (data) => channel.write(data),
      end: () => channel.end(),
      onMessage: (next) => (receive = next),
      closed,
    })
    const answer = become.password === undefined ? undefined : answerPrompts(channel, prompt, options, reject)
    // One listener for all: what came before anybody listened goes to the first alone.
    channel.onStderr((chunk) => {
      answer?.(chunk)
      if (!ready) greeting.heard(chunk)
      stderr = (stderr + chunk.toString('utf8')).slice(-KEPT_STDERR)
    })
    channel.onStdout((chunk) => {
      if (!ready) greeting.heard(chunk)
      protocol.feed(chunk)
    })
  })
}
