import { NodeprepError } from '../errors.ts'
import type { Message } from '../program/protocol.ts'
import type { Session } from './session.ts'

/** How often a silent host is asked whether its program is still alive, in milliseconds. */
const PING = 5000

/** Runs a program that only checks, within the channel: nothing is saved on the host, and repeating it is harmless. */
export async function checkProgram(
  session: Session,
  program: string,
  receive: (message: Message) => void,
): Promise<void> {
  const take = (message: Message): boolean => {
    if (message.type === 'event' && message.name === 'checked') return true
    receive(message)
    return false
  }
  while (!(await session.exchange(`check ${Buffer.byteLength(program)}\n${program}`, take))) await session.reconnect()
}

/** What ended one look at a program's log. */
interface Look {
  readonly how: 'lost' | 'end' | 'gone' | 'died' | 'refused' | 'busy'
  readonly rest: string
  /** Where in the log to go on, in bytes; undefined before anything of it was seen. */
  readonly offset: number | undefined
}

async function look(
  session: Session,
  order: string,
  receive: (message: Message) => void,
  following?: () => void,
): Promise<Look> {
  let how: Look['how'] = 'lost'
  let rest = ''
  let base: number | undefined
  const { protocol } = session.shell
  await session.exchange(order, (message) => {
    if (message.type === 'event') {
      if (message.name === 'following') {
        base = Number(message.rest) - protocol.consumed
        following?.()
        return false
      }
      if (['end', 'gone', 'died', 'refused', 'busy'].includes(message.name)) {
        how = message.name as Look['how']
        rest = message.rest
        if (how === 'end') receive(message)
        return true
      }
    }
    if (base !== undefined) receive(message)
    return false
  })
  return { how, rest, offset: base === undefined ? undefined : base + protocol.consumed }
}

/** Follows somebody else's program to its end; `busy` says its run, nonce, time and owner. */
async function waitForOther(session: Session, busy: string): Promise<void> {
  const [run = '', nonce = '', since = '', ...who] = busy.split(' ')
  session.note('warning', `a run started by ${who.join(' ')} at ${since} is at work on this host; waiting for it`)
  session.shell.protocol.listenTo(nonce)
  await session.exchange(`follow ${run} 0\n`, (message) => {
    if (message.type !== 'event') return false
    if (message.name === 'start') session.note('info', `that run is at step ${message.rest.split(' ')[1] ?? ''}`)
    return ['end', 'gone', 'died'].includes(message.name)
  })
}

export interface ProgramListener {
  readonly receive: (message: Message) => void
  /** The follower is back after a lost connection: what was sent on the old one may be lost. */
  readonly reconnected: () => void
}

export interface RunningProgram {
  /** The name it has on the host now. */
  readonly name: () => string
  readonly finished: Promise<void>
}

/**
 * Starts a program that outlives the connection and follows it to its end: comes back to it after a lost connection,
 * starts it again after a reboot, waits for another one that holds the host. Rejects when the host stays away or when
 * the program was killed there.
 */
export function runProgram(
  session: Session,
  run: string,
  program: (name: string) => string,
  { receive, reconnected }: ProgramListener,
): RunningProgram {
  let name = run
  const start = (): string => {
    const text = program(name)
    return `start ${name} ${Buffer.byteLength(text)}\n${text}`
  }
  const follow = async (): Promise<void> => {
    let order = start()
    for (let attempt = 2; ;) {
      const seen = await look(session, order, receive, order.startsWith('follow') ? reconnected : undefined)
      if (seen.how === 'end') return session.send(`bye ${name}\n`)
      if (seen.how === 'refused') throw new NodeprepError('protocol', `the host refused the program: ${seen.rest}`)
      if (seen.how === 'died') throw killed()
      if (seen.how === 'busy') await waitForOther(session, seen.rest)
      if (seen.how === 'gone') session.note('warning', 'the program is gone, as after a reboot; starting it again')
      if (seen.how === 'lost') {
        await session.reconnect()
        order = seen.offset === undefined ? `follow ${name} 0\n` : `follow ${name} ${seen.offset}\n`
      } else {
        name = `${run}-${attempt++}`
        order = start()
      }
    }
  }
  const ping = setInterval(() => session.send(`ping ${name}\n`), PING)
  return { name: () => name, finished: follow().finally(() => clearInterval(ping)) }
}

function killed(): NodeprepError {
  return new NodeprepError('step-failed', 'the program was killed on the host before it ended', {
    remedy: 'Run the same command again: it goes on where this one stopped.',
  })
}
