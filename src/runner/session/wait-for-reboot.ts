import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf, NodeprepError, type ErrorCode } from '../../errors.ts'
import type { Session } from './session.ts'

/** Between two tries, in milliseconds. The first try comes as late: it would meet the host on its way down. */
const PAUSE = 2000

/** No patience helps against these. */
const final: readonly ErrorCode[] = ['host-key-unknown', 'host-key-mismatch', 'become-failed']

/**
 * Waits until a host that reboots answers with another boot id, for at most `seconds`. Logins that are refused on the
 * way down and up count as not there yet. Rejects when the host stays away or when the user wants to stop.
 */
export async function waitForReboot(session: Session, seconds: number): Promise<void> {
  const { signal } = session
  const former = session.boot
  const began = Date.now()
  const late = AbortSignal.timeout(seconds * 1000)
  const either = AbortSignal.any([signal, late])
  let last = 'it did not answer'
  for (;;) {
    await sleep(PAUSE, undefined, { signal: either }).catch(() => undefined)
    if (signal.aborted) throw new NodeprepError('interrupted', 'interrupted while the host reboots')
    if (late.aborted) throw notBack(seconds, last)
    try {
      await session.tryOnce(either)
      if (session.boot !== former)
        return session.note('info', `back after ${Math.round((Date.now() - began) / 1000)} s; going on`)
      last = 'it answers, but has not gone down'
    } catch (error) {
      if (error instanceof NodeprepError && final.includes(error.code)) throw error
      if (!either.aborted) last = messageOf(error)
    }
  }
}

function notBack(seconds: number, last: string): NodeprepError {
  return new NodeprepError('unreachable', `the host did not come back within ${seconds} s of its reboot: ${last}`, {
    remedy: 'See its console. When it is up again, run the same command: it continues where this run stopped.',
  })
}
