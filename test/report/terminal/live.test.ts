import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Event } from '../../../src/report/event.ts'
import { LiveReporter } from '../../../src/report/terminal/live.ts'
import { unstyled } from '../../../src/report/style.ts'
import { at, crictlDiff, eventfulApply, plan, refused, Script } from '../events.ts'
import { Screen } from '../screen.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'], now: at(10) })
})
afterEach(() => {
  vi.useRealTimers()
})

function live(screen: Screen, events: readonly Event[] = []): LiveReporter {
  const terminal: unknown = screen
  const reporter = new LiveReporter(terminal as NodeJS.WriteStream, unstyled)
  for (const event of events) reporter.emit(event)
  return reporter
}

/** Lets one redraw happen; the library behind it is loaded by the first. */
async function redrawn(screen: Screen): Promise<string> {
  vi.advanceTimersByTime(100)
  while (!screen.text.includes(' · ')) await new Promise((resolve) => setImmediate(resolve))
  return screen.text
}

function working(): Script {
  const script = new Script(['cp1', 'w1', 'w2']).connecting('cp1').connecting('w1').connecting('w2')
  return script.started('cp1', 2, 'swap off', 9).ended('w2', 'unreachable', refused)
}

test('active hosts are redrawn in place, and what failed stays above them', async () => {
  const screen = new Screen()
  const reporter = live(screen, working().events)
  const failure = 'w2  unreachable w2 (10.0.0.22:22): connection refused'
  expect(await redrawn(screen)).toBe(
    [
      failure,
      'cp1  ⠦  2/12 swap off… 1.1s',
      'w1   ⠦ connecting: ssh root@w1:22… 10s',
      '10s · 3 hosts · 2 running · 0 done · 1 unreachable',
    ].join('\n'),
  )
  reporter.emit({ type: 'note', at: at(10), host: 'w1', level: 'warning', message: 'reconnecting' })
  expect(await redrawn(screen)).toContain(`${failure}\nw1  warning reconnecting\ncp1`)
  reporter.close()
  expect(screen.text).toBe(`${failure}\nw1  warning reconnecting`)
})

test('at the end only failures, warnings and the summary are left', async () => {
  const screen = new Screen()
  const reporter = live(screen, working().events)
  await redrawn(screen)
  for (const event of eventfulApply()) reporter.emit(event)
  reporter.close()
  await expect(`${screen.text}\n`).toMatchFileSnapshot('golden/live.txt')
})

test('a plan shows diffs of hosts as they come in', () => {
  const screen = new Screen()
  live(screen, plan()).close()
  expect(screen.text).toContain('cp1  2 steps would change\n  ~ swap off\n  ~ file /etc/crictl.yaml\n')
  for (const line of crictlDiff.trimEnd().split('\n')) expect(screen.text).toContain(`      ${line}`)
})

test('while a question is asked nothing is drawn, and nothing is lost', async () => {
  const screen = new Screen()
  const reporter = live(screen, working().events)
  await redrawn(screen)
  reporter.suspend()
  const before = screen.text
  reporter.emit({ type: 'note', at: at(10), host: 'w1', level: 'warning', message: 'reconnecting' })
  vi.advanceTimersByTime(1000)
  expect(screen.text).toBe(before)
  reporter.resume()
  expect(screen.text).toBe(`${before}\nw1  warning reconnecting`)
  expect(await redrawn(screen)).toContain('3 hosts')
  reporter.close()
})

test('a thousand hosts scroll nothing away on 24 lines', async () => {
  const screen = new Screen(80, 24)
  const names = Array.from({ length: 1000 }, (_, i) => `w${i + 1}`)
  const script = new Script(names)
  for (const name of names) script.connecting(name)
  const reporter = live(screen, script.events)
  expect((await redrawn(screen)).split('\n')).toHaveLength(23)
  reporter.close()
  expect(screen.text).toBe('')
})
