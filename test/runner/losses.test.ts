import { expect, it } from 'vitest'
import { LOSSES_OF_A_STEP } from '../../src/runner/bounds.ts'
import { touch } from './harness.ts'
import { scriptedRun } from './scripted-run.ts'

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
