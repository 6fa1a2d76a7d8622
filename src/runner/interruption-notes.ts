import { someOf } from '../report/text.ts'
import type { HostSet } from './host-set.ts'

/** With more hosts at work than this, the others are only counted. */
const NAMED = 20

function say(set: HostSet, level: 'info' | 'warning', message: string): void {
  set.emit({ type: 'note', at: Date.now(), host: undefined, level, message })
}

/** What each host that is at work goes on with: `w1 finishes 7/38 package socat`. */
function atWork(set: HostSet, then = ''): readonly string[] {
  return [...set.atWork].flatMap(([host, { doing }]) => {
    if (doing === undefined) return []
    return set.session(host).connected
      ? [`${host} finishes ${doing}${then}`]
      : [`${host} (not connected) goes on from ${doing}`]
  })
}

/** The first Ctrl-C: who finishes what before the run ends. */
export function sayStopping(set: HostSet): void {
  const hosts = atWork(set)
  if (hosts.length === 0) return say(set, 'info', 'stopping: no step is running on any host, and none will start')
  say(
    set,
    'warning',
    `stopping: no new step will start; ${someOf(hosts, NAMED)}; press Ctrl-C again to leave without waiting`,
  )
}

/** The second: who goes on alone, and how to come back to it. */
export function sayLeaving(set: HostSet, again: string): void {
  const hosts = atWork(set, ' and then stops')
  const alone = hosts.length === 0 ? 'nothing runs on the hosts' : someOf(hosts, NAMED)
  say(set, 'warning', `leaving: ${alone}; to reattach, run: ${again}`)
  set.endRest('interrupted', 'left before it ended')
}
