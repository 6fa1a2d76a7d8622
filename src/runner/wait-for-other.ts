import { unlessInterrupted } from './interruption.ts'
import type { Session } from './session.ts'

/** Follows somebody else's program to its end, or until the user wants to stop; `busy` says its run, nonce, time, owner. */
export async function waitForOther(session: Session, busy: string): Promise<void> {
  const [run = '', nonce = '', since = '', ...who] = busy.split(' ')
  session.note('warning', `a run started by ${who.join(' ')} at ${since} is at work on this host; waiting for it`)
  const { protocol } = session.shell
  // Nothing that it says counts for this run, neither now nor later.
  protocol.listenTo(nonce, 'other')
  const ended = session.exchange(`follow ${run} 0 watch`, (message) => {
    if (message.type !== 'event') return false
    if (message.from === 'shell') return ['gone', 'died'].includes(message.name)
    if (message.from !== 'other') return false
    const [, first = '', text = ''] = /^(?:\S+) (\S+)(.*)$/s.exec(message.rest) ?? []
    if (message.name === 'start') session.note('info', `that run is at step ${first}`)
    if (message.name === 'say') session.note('info', `that run says: ${first}${text}`)
    return ['end', 'died'].includes(message.name)
  })
  await unlessInterrupted(session.signal, ended, 'interrupted while another run was at work there')
  protocol.ignore('other')
}
