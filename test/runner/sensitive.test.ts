import { expect, test } from 'vitest'
import type { Event } from '../../src/report/event.ts'
import { HostRun } from '../../src/runner/host/host-run.ts'
import { facts } from '../report/events.ts'
import { step } from './harness.ts'

/** What is told of a step that prints `text` and fails. */
function told(sensitive: boolean, text: string): readonly Event[] {
  const events: Event[] = []
  const calls = {
    awaiting: () => undefined,
    goingOn: () => undefined,
    provided: () => undefined,
    collected: () => undefined,
    reported: () => undefined,
  }
  const steps = [step('login', 'false', 'false', { sensitive })]
  const run = new HostRun({ host: 'h1', role: 'worker', facts, steps }, (event) => events.push(event), calls)
  const event = (name: string, rest: string): void => run.receive({ type: 'event', name, rest, from: 'program' })
  event('begin', '')
  event('start', '1 login')
  run.receive({ type: 'text', text })
  event('failed', '1 3')
  return events
}
const outputOf = (events: readonly Event[]) => events.flatMap((e) => (e.type === 'step-ended' ? [e.output] : []))

test('of a sensitive step no output is told, not even when it fails', () => {
  const events = told(true, 'hunter2 is wrong\n')
  expect(JSON.stringify(events)).not.toContain('hunter2')
  expect(outputOf(events)).toEqual(['its output is not shown: the step is sensitive'])
})

test('the last output of a step begins with a whole line, for half a secret would not be recognised', () => {
  const lines = Array.from({ length: 2000 }, (_, i) => `line ${i} hunter2`)
  const [output = ''] = outputOf(told(false, `${lines.join('\n')}\n`))
  expect(output.length).toBeGreaterThan(10_000)
  expect(lines).toContain(output.split('\n')[0])
})
