import { expect, it } from 'vitest'
import { HostRun } from '../../../src/runner/host/host-run.ts'
import { HostValues } from '../../../src/runner/host/host-values.ts'
import { factsOf } from '../../kubernetes/fixtures.ts'
import { step } from '../harness.ts'

function hostValues() {
  const calls: string[] = []
  const values = new HostValues({
    awaiting: (name) => calls.push(`awaits ${name}`),
    goingOn: () => calls.push('goes on'),
    provided: (name, value) => calls.push(`gives ${name}=${value}`),
    collected: (name, value) => calls.push(`collects ${name}=${value}`),
    reported: (name, text) => calls.push(`reports ${name}=${text}`),
  })
  return { calls, values }
}
const joins = step('join', '', '', { awaits: ['token', 'key'], provides: ['joined', 'name'], collect: ['report'] })

it('a step that awaits two values gets one after the other', () => {
  const { calls, values } = hostValues()
  const waits: boolean[] = [values.waiting]
  for (const name of ['token', 'key']) {
    values.await(joins, name)
    waits.push(values.waiting)
    values.goOn()
    waits.push(values.waiting)
  }
  expect(calls).toEqual(['awaits token', 'goes on', 'awaits key', 'goes on'])
  expect(waits).toEqual([false, true, false, true, false])
})

it('it waits for one value at a time, for none that its step does not await, and goes on only after it has waited', () => {
  const { calls, values } = hostValues()
  values.goOn()
  values.await(undefined, 'token')
  values.await(joins, 'other')
  expect([calls, values.waiting]).toEqual([[], false])
  values.await(joins, 'token')
  values.await(joins, 'key')
  expect(calls).toEqual(['awaits token'])
})

it('it gives each value once, until its program begins anew', () => {
  const { calls, values } = hostValues()
  for (const name of ['joined', 'joined', 'name', 'other', 'report', 'report']) values.provide(joins, name, '1')
  values.provide(undefined, 'joined', '1')
  expect(calls.splice(0)).toEqual(['gives joined=1', 'gives name=1', 'collects report=1'])
  values.await(joins, 'token')
  values.begin()
  expect(values.waiting).toBe(false)
  values.provide(joins, 'joined', '2')
  values.await(joins, 'token')
  expect(calls).toEqual(['awaits token', 'gives joined=2', 'awaits token'])
})

it('a step reports once, to the names that it collects', () => {
  const { calls, values } = hostValues()
  values.report(joins, 'a')
  values.report(joins, 'b')
  values.report(step('silent', '', ''), 'c')
  values.report(undefined, 'd')
  expect(calls.splice(0)).toEqual(['reports report=a'])
  values.begin()
  values.report(joins, 'e')
  expect(calls).toEqual(['reports report=e'])
})

it('a host is doing nothing while it waits, and its step again afterwards', () => {
  const none = () => undefined
  const calls = { awaiting: none, goingOn: none, provided: none, collected: none, reported: none }
  const plan = { host: 'w1', role: 'worker', facts: factsOf('debian-12'), steps: [step('a', '', ''), joins] } as const
  const run = new HostRun(plan, () => undefined, calls)
  const doing = (name: string, rest = '') => {
    run.receive({ type: 'event', name, rest, from: 'program' })
    return run.doing
  }
  expect([run.doing, doing('begin'), doing('ok', '1'), doing('await', '2 token'), doing('go', '2')]).toEqual([
    ...[undefined, '1/2 a', '2/2 join', undefined, '2/2 join'],
  ])
})
