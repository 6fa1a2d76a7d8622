import { afterEach, expect, it, vi } from 'vitest'
import { ANSWER_WITHIN, LOSSES_OF_A_STEP } from '../../src/runner/session/limits.ts'
import { touch } from './harness.ts'
import { scriptedRun, settled } from './scripted-run.ts'

afterEach(() => vi.useRealTimers())

it('a host that sends one byte and hangs up is given up in the end', async () => {
  const { host, ordered, finished, set, events } = await scriptedRun({ h1: [touch('a')] })
  await ordered('h1', 'start')
  host('h1').answer = (_order, one) => {
    one.say('following 0')
    // A run that never gives up must not hang the test.
    if (one.orders.length > 2 * LOSSES_OF_A_STEP) one.say('end 0 ')
    one.print('x')
    one.cut()
  }
  host('h1').say('following 0', 'begin')
  host('h1').print('x')
  host('h1').cut()
  await finished
  expect(host('h1').orders).toHaveLength(LOSSES_OF_A_STEP)
  expect(set.outcomes()).toEqual({ h1: 'unreachable' })
  expect(events.findLast((event) => event.type === 'host-ended')).toMatchObject({
    error: { code: 'connection-lost', message: `gave up after ${LOSSES_OF_A_STEP} lost connections within one step` },
  })
})

it('a host that does not answer an order is connected to again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { host, finished, set, notes } = await scriptedRun({ h1: [touch('a')] })
  await settled()
  expect(host('h1').orders).toEqual(['start r1-h1'])
  host('h1').answer = (_order, one) => one.say('following 0', 'begin', 'changed 1', 'end 1 ')
  await vi.advanceTimersByTimeAsync(ANSWER_WITHIN - 1)
  expect(notes()).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  await finished
  expect(notes()).toEqual(['connection lost; work continues on the host; reconnecting', 'reconnected'])
  expect(host('h1').orders).toEqual(['start r1-h1', 'follow r1-h1 0'])
  expect(set.outcomes()).toEqual({ h1: 'changed' })
})

it('a host that has answered may be silent for as long as a step takes', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { host, finished, set, notes } = await scriptedRun({ h1: [touch('a')] })
  await settled()
  host('h1').say('following 0', 'begin')
  await vi.advanceTimersByTimeAsync(100 * ANSWER_WITHIN)
  expect(notes()).toEqual([])
  host('h1').say('changed 1', 'end 1 ')
  await finished
  expect(set.outcomes()).toEqual({ h1: 'changed' })
})

it('a host whose steps end is not given up, however often the connection is lost', async () => {
  const steps = ['a', 'b', 'c'].map((id) => touch(id))
  const { host, ordered, finished, set } = await scriptedRun({ h1: steps })
  await ordered('h1', 'start')
  const each = LOSSES_OF_A_STEP - 1
  host('h1').answer = (_order, one) => {
    one.say('following 0')
    one.print('x')
    const ended = Math.floor(one.orders.length / each)
    if (one.orders.length % each === 0) one.say(`changed ${ended}`)
    if (ended === steps.length) one.say(`end ${ended} `)
    else one.cut()
  }
  host('h1').say('following 0', 'begin')
  host('h1').print('x')
  host('h1').cut()
  await finished
  expect(host('h1').orders).toHaveLength(steps.length * each)
  expect(set.outcomes()).toEqual({ h1: 'changed' })
})
