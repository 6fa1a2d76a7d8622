import { NodeprepError } from '../../errors.ts'
import type { Message, Speaker } from '../../program/protocol.ts'
import { ANSWER_WITHIN, LOSSES, LOSSES_OF_A_STEP, PING, STARTS } from './limits.ts'
import { waitForReboot } from './wait-for-reboot.ts'
import { readWords } from '../../program/messages.ts'
import { killed, lostAgain, lostInOneStep, neverEnds, refused } from './program-errors.ts'
import { unlessInterrupted } from './interruption.ts'
import type { Session } from './session.ts'
import { followOtherRun } from './follow-other-run.ts'

/**
 * Runs a program that only checks, within the channel: nothing is saved on the host, and repeating it is harmless, which
 * is what happens after a lost connection. Nobody waits for it once the user wants to stop.
 */
export async function checkProgram(
  session: Session,
  program: string,
  receive: (message: Message) => void,
): Promise<void> {
  const take = (message: Message): boolean => {
    if (message.type === 'event' && message.from === 'shell') return message.name === 'checked'
    starts.receive(message)
    return false
  }
  const starts = oncePerStart(receive)
  const { signal } = session
  const checked = (): Promise<boolean> => session.exchange('check', take, program)
  for (let losses = 0; ; losses += 1) {
    starts.anew()
    if (await unlessInterrupted(signal, checked(), 'interrupted while it was looked at')) return
    if (losses >= LOSSES) throw lostAgain()
    await session.reconnect(signal)
  }
}

/** Lets through one `begin` for each start that was ordered: no host makes what it has done or said begin anew by itself. */
function oncePerStart(receive: (message: Message) => void) {
  let begun = false
  return {
    anew: (): void => void (begun = false),
    receive: (message: Message): void => {
      const begins = message.type === 'event' && message.name === 'begin'
      if (!begins || !begun) receive(message)
      if (begins) begun = true
    },
  }
}

type Order = readonly [order: string, program?: string]

/** What ends a look at a program's log, by who says it. */
const ENDS: Readonly<Partial<Record<Speaker, readonly string[]>>> = {
  shell: ['gone', 'died', 'refused'],
  program: ['end', 'died', 'refused', 'busy'],
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
  [order, program]: Order,
  from: number,
  receive: (message: Message) => void,
  following?: () => void,
): Promise<Look> {
  let how: Look['how'] = 'lost'
  let rest = ''
  let base: number | undefined
  const { protocol } = session.shell
  // An answer that was lost on a connection that lives on is never repeated.
  const unanswered = setTimeout(() => session.hangUp(), ANSWER_WITHIN)
  const take = (message: Message): boolean => {
    if (message.type === 'event') {
      if (message.from === 'shell' && message.name === 'following') {
        clearTimeout(unanswered)
        // It is where the order said, whatever the host names.
        if (base === undefined) following?.()
        base ??= from - protocol.consumed
        return false
      }
      if (ENDS[message.from]?.includes(message.name)) {
        how = message.name as Look['how']
        rest = message.rest
        if (how === 'end') receive(message)
        return true
      }
      if (message.from !== 'program') return false
    }
    if (base !== undefined) receive(message)
    return false
  }
  await session.exchange(order, take, program).finally(() => clearTimeout(unanswered))
  return { how, rest, offset: base === undefined ? undefined : base + protocol.consumed }
}

export interface ProgramListener {
  readonly receive: (message: Message) => void
  /** The follower is back after a lost connection: what was sent on the old one may be lost. */
  readonly reconnected: () => void
  /** How many steps the program has ended so far. */
  readonly done: () => number
  /** The program is about to reboot the host, which has to be back within so many seconds; undefined when it is not. */
  readonly goingDown: () => number | undefined
}

export interface RunningProgram {
  /** The name it has on the host now. */
  readonly name: () => string
  readonly finished: Promise<void>
}

/**
 * Starts a program that outlives the connection and follows it to its end: comes back to it after a lost connection,
 * starts it again after a reboot, waits for another one that holds the host. When the user wants to stop, it is told to
 * end before its next step, now or as soon as the connection is back, and is not started again. Rejects when the host
 * stays away or when the program was killed there.
 * @param program its text under a name; `rebooted` when this run has rebooted the host
 */
export function runProgram(
  session: Session,
  run: string,
  program: (name: string, rebooted: boolean) => string,
  { receive, reconnected, done, goingDown }: ProgramListener,
): RunningProgram {
  const { signal } = session
  let name = run
  let rebooted = false
  const starts = oncePerStart(receive)
  const start = (): Order => {
    starts.anew()
    return [`start ${name}`, program(name, rebooted)]
  }
  const stop = (): void => session.send(`stop ${name}\n`)
  const follow = async (): Promise<void> => {
    let order = start()
    let offset = 0
    let losses = 0
    let [lossesOfStep, most] = [0, 0]
    for (let attempt = 2; attempt <= STARTS;) {
      const seen = await look(session, order, offset, starts.receive, order[1] === undefined ? reconnected : undefined)
      if (seen.how === 'end') return session.sayGoodBye(`bye ${name}\n`)
      if (seen.how === 'refused') throw refused(readWords(seen.rest))
      const within = goingDown()
      if (within !== undefined) {
        await waitForReboot(session, within)
        rebooted = true
      } else if (seen.how === 'died') throw killed()
      else if (seen.how === 'busy') await followOtherRun(session, seen.rest)
      else if (seen.how === 'gone') session.note('warning', 'the program is gone, as after a reboot; starting it again')
      else {
        losses = (seen.offset ?? 0) > offset ? 0 : losses + 1
        if (losses >= LOSSES) throw lostAgain()
        // A program that is started again repeats its steps: only one beyond the furthest counts.
        lossesOfStep = done() > most ? 1 : lossesOfStep + 1
        most = Math.max(most, done())
        if (lossesOfStep >= LOSSES_OF_A_STEP) throw lostInOneStep()
        offset = seen.offset ?? 0
        await session.reconnect()
        if (signal.aborted) stop()
        order = [`follow ${name} ${offset}`]
        continue
      }
      if (signal.aborted) throw new NodeprepError('interrupted', 'interrupted; nothing runs there')
      name = `${run}-${attempt++}`
      order = start()
      offset = 0
    }
    throw neverEnds()
  }
  const ping = setInterval(() => session.send(`ping ${name}\n`), PING)
  signal.addEventListener('abort', stop)
  const finished = follow().finally(() => {
    clearInterval(ping)
    signal.removeEventListener('abort', stop)
  })
  return { name: () => name, finished }
}
