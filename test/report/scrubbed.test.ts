import { expect, test } from 'vitest'
import type { Event } from '../../src/report/event.ts'
import { scrubbed } from '../../src/report/scrubbed.ts'
import { Secrets } from '../../src/report/secrets.ts'
import { Script } from './events.ts'

function passed(events: readonly Event[], secrets = new Secrets()): string {
  const seen: Event[] = []
  const reporter = scrubbed({ emit: (event) => seen.push(event), close: () => undefined }, secrets)
  for (const event of events) reporter.emit(event)
  return JSON.stringify(seen)
}

test('secrets are in no event that a reporter sees', () => {
  const secrets = new Secrets()
  secrets.register('hunter2!')
  const script = new Script(['w1']).note('w1', 'info', 'hunter2!').output('w1', 'hunter2!\n')
  script.step('w1', 1, 'x', { outcome: 'failed', diff: '+hunter2!', output: 'hunter2!' })
  script.ended('w1', 'failed', { code: 'step-failed', message: 'hunter2!', remedy: undefined })
  expect(passed(script.finished(1), secrets)).not.toContain('hunter2!')
})

test('a private key that comes a line at a time is hidden to its end, on its own host alone', () => {
  const script = new Script(['w1', 'w2']).output('w1', 'before\n-----BEGIN RSA PRIVATE KEY-----\n')
  script.output('w1', 'MIIEow\n').output('w2', 'Reading package lists\n').output('w1', 'IBAAKC\n')
  script.output('w1', '-----END RSA PRIVATE KEY-----\nafter\n')
  const text = passed(script.finished(0))
  expect(text).not.toMatch(/MIIEow|IBAAKC/)
  for (const kept of ['before', 'Reading package lists', 'after']) expect(text).toContain(kept)
})

test('a key that never ends is hidden only until its step does', () => {
  const script = new Script(['w1']).output('w1', '-----BEGIN PRIVATE KEY-----\n').step('w1', 1, 'x')
  expect(passed(script.output('w1', 'next step\n').finished(0))).toContain('next step')
})

test('a secret that comes in two pieces is hidden, and no output is lost', () => {
  const secrets = new Secrets()
  secrets.register('hunter2!')
  const script = new Script(['w1']).output('w1', 'it is hun').output('w1', 'ter2!\nlast li').output('w1', 'ne hunt')
  const text = passed(script.step('w1', 1, 'x').finished(0), secrets)
  expect(text).toContain('it is [secret]')
  expect(text).toContain('last line hunt')
  expect(text).not.toMatch(/hunter2|ter2!/)
})

test('a line that does not end is passed on all the same', () => {
  const text = passed(new Script(['w1']).output('w1', 'x'.repeat(9000)).output('w1', 'Q').events)
  expect(text).toContain('x'.repeat(9000))
  expect(text).not.toContain('Q')
})
