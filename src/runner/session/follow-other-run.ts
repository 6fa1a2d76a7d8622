import { readBusy, readWords } from '../../program/messages.ts'
import { unlessInterrupted } from './interruption.ts'
import { PassedOn } from './passed-on.ts'
import { refused } from './program-errors.ts'
import type { Session } from './session.ts'

/** Follows somebody else's program to its end, or until the user wants to stop; `busy` says its run, nonce, time, owner. */
export async function followOtherRun(session: Session, busy: string): Promise<void> {
  const other = readBusy(busy)
  if (!other) throw refused('it names another run that cannot be one')
  const { run, nonce, since, who } = other
  const passedOn = new PassedOn()
  const note = (message: string): void => {
    const shown = passedOn.of(readWords(message))
    if (shown !== '') session.note('info', shown)
  }
  session.note('warning', `a run started by ${who} at ${since} is at work on this host; waiting for it`)
  const { protocol } = session.shell
  // Nothing that it says counts for this run, neither now nor later.
  protocol.listenTo(nonce, 'other')
  const ended = session.exchange(`follow ${run} 0 watch`, (message) => {
    if (message.type !== 'event') return false
    if (message.from === 'shell') return ['gone', 'died'].includes(message.name)
    if (message.from !== 'other') return false
    const [, first = '', text = ''] = /^(?:\S+) (\S+)(.*)$/s.exec(message.rest) ?? []
    if (message.name === 'start') note(`that run is at step ${first}`)
    if (message.name === 'say') note(`that run says: ${first}${text}`)
    return ['end', 'died'].includes(message.name)
  })
  await unlessInterrupted(session.signal, ended, 'interrupted while another run was at work there')
  protocol.ignore('other')
}
