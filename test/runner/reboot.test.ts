import { expect, it } from 'vitest'
import { NodeprepError } from '../../src/errors.ts'
import { touch } from './harness.ts'
import type { ScriptedHost } from './scripted-host.ts'
import { scriptedRun } from './scripted-run.ts'

/** A run on h1 whose second step says that it reboots the host. */
async function rebooting(seconds: number) {
  const reboot = { ...touch('reboot'), kind: 'reboot', params: { allowed: true, timeout: seconds } }
  const run = await scriptedRun({ h1: [touch('a'), reboot, touch('b')] })
  const host: ScriptedHost = run.host('h1')
  await run.ordered('h1', 'start r1')
  host.say('following 0', 'begin', 'changed 1', 'start 2 reboot', 'reboot 2 86400')
  return { ...run, host }
}
const ended = { h1: 'unreachable' }

it('a host that reboots is waited for, and its program goes on with all that it had not done', async () => {
  const { host, ordered, finished, set, events, notes } = await rebooting(60)
  expect(host.program).toContain('NP_REBOOTED=no\n')
  host.boot = 'boot-2'
  host.cut()
  await ordered('h1', 'start r1-h1-2')
  expect(host.program).toContain('NP_REBOOTED=yes\n')
  host.say('following 0', 'begin', 'ok 1', 'ok 2', 'changed 3', 'end 1 ')
  await finished
  expect(notes()[0]).toBe('rebooting (for up to 1 min)')
  expect(notes()[1]).toMatch(/^back after \d+ s; going on$/)
  const outcomes = events.flatMap((event) => (event.type === 'step-ended' ? [`${event.step} ${event.outcome}`] : []))
  expect(outcomes).toEqual(['a changed', 'a ok', 'reboot changed', 'b changed'])
  expect([set.outcomes(), set.changed()]).toEqual([{ h1: 'changed' }, 3])
}, 20_000)

it('a host that still answers out of the old boot has not rebooted yet', async () => {
  const { host, finished, set, events } = await rebooting(3)
  host.cut()
  await finished
  expect(host.orders).toHaveLength(1)
  expect(set.outcomes()).toEqual(ended)
  expect(events.at(-1)).toMatchObject({
    error: {
      message: 'the host did not come back within 3 s of its reboot: it answers, but has not gone down',
      remedy: expect.stringContaining('run the same command') as string,
    },
  })
}, 20_000)

it('a host that does not come back is given up in time', async () => {
  const { host, finished, set, events } = await rebooting(1)
  host.up = false
  host.cut()
  await finished
  expect(set.outcomes()).toEqual(ended)
  expect(events.at(-1)).toMatchObject({
    error: { message: 'the host did not come back within 1 s of its reboot: it did not answer' },
  })
}, 20_000)

it('a Ctrl-C while a host reboots ends the waiting at once, and nothing is started there', async () => {
  const { host, finished, set, stop } = await rebooting(600)
  host.cut()
  stop()
  await finished
  expect(host.orders.filter((order) => order.startsWith('start'))).toHaveLength(1)
  expect(set.outcomes()).toEqual({ h1: 'interrupted' })
}, 20_000)

it('a program that was killed while its host goes down is no failure', async () => {
  const { host, ordered, finished, set } = await rebooting(60)
  host.boot = 'boot-2'
  host.say('died')
  await ordered('h1', 'start r1-h1-2')
  host.say('following 0', 'begin', 'ok 1', 'ok 2', 'ok 3', 'end 0 ')
  await finished
  expect(set.outcomes()).toEqual({ h1: 'changed' })
}, 20_000)

it('a host that says it reboots in a step that does not is not waited for', async () => {
  const { host, ordered, finished, set, notes } = await scriptedRun({ h1: [touch('a')] }).then((run) => ({
    ...run,
    host: run.host('h1'),
  }))
  await ordered('h1', 'start r1')
  host.say('following 0', 'begin', 'reboot 1 86400')
  host.cut()
  await ordered('h1', 'follow r1')
  host.say('following 20', 'changed 1', 'end 1 ')
  await finished
  expect([set.outcomes(), notes().filter((note) => note.includes('reboot'))]).toEqual([{ h1: 'changed' }, []])
})

it.each([
  ['host-key-mismatch', 'unreachable'],
  ['host-key-unknown', 'unreachable'],
  ['become-failed', 'failed'],
] as const)(
  'a host that answers with %s after its reboot ends at once',
  async (code, outcome) => {
    const { host, finished, set, events } = await rebooting(600)
    host.transport.connect = () => Promise.reject(new NodeprepError(code, 'not as before'))
    host.cut()
    await finished
    expect(set.outcomes()).toEqual({ h1: outcome })
    expect(events.at(-1)).toMatchObject({ error: { code, message: 'not as before' } })
  },
  20_000,
)
