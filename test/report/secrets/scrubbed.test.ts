import { expect, test } from 'vitest'
import type { Event } from '../../../src/report/event.ts'
import { scrubbed } from '../../../src/report/secrets/scrubbed.ts'
import { Secrets } from '../../../src/report/secrets/secrets.ts'
import { facts, Script } from '../events.ts'

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

/** What a reporter gets as output of a step, in one text. */
function shownOutput(secrets: Secrets, ...pieces: readonly string[]): string {
  const script = new Script(['w1'])
  for (const piece of pieces) script.output('w1', piece)
  const events = JSON.parse(passed(script.finished(0), secrets)) as Event[]
  return events.flatMap((event) => (event.type === 'step-output' ? [event.text] : [])).join('')
}

test('of a line that does not end what is far enough from its end is passed on, the rest later', () => {
  const before = new Script(['w1']).output('w1', 'x'.repeat(9000)).events
  expect(passed(before)).toContain('x'.repeat(8400))
  expect(shownOutput(new Secrets(), 'x'.repeat(9000), 'Q')).toBe(`${'x'.repeat(9000)}Q`)
})

test.each([8180, 8186, 8191, 8192, 8193, 12_000])(
  'a secret on a long line is hidden, also across the place where it is parted: at %i',
  (at) => {
    const secrets = new Secrets()
    secrets.register('hunter2!')
    const line = `${'x'.repeat(at)}hunter2!${'y'.repeat(9000)}\n`
    const pieces = line.match(/[^]{1,1000}/g) ?? []
    expect(shownOutput(secrets, ...pieces)).toBe(`${'x'.repeat(at)}[secret]${'y'.repeat(9000)}\n`)
    const token = `${'x '.repeat(at / 2)}abcdef.0123456789abcdef ${'y'.repeat(9000)}\n`
    expect(shownOutput(secrets, ...(token.match(/[^]{1,700}/g) ?? []))).not.toContain('456789')
  },
)

test('a secret with an escape sequence in it is hidden: what a terminal would not show goes first', () => {
  const secrets = new Secrets()
  secrets.register('hunter2!')
  const split = 'hun\u001B[31mter\u007F2!'
  const script = new Script(['w1']).note('w1', 'info', split).output('w1', `${split}\n`)
  script.step('w1', 1, split, { outcome: 'failed', diff: `+${split}`, output: split }).ended('w1', 'failed', {
    ...{ code: 'step-failed', message: split, remedy: split },
  })
  const text = passed(script.finished(1), secrets)
  expect(text).not.toMatch(/hun|ter2/)
  expect(text).not.toContain('\\u001b')
})

test('what the user gave is in no text of any event: title, remedy, via, facts, name of the cluster, log file', () => {
  const secrets = new Secrets()
  secrets.register('hunter2!')
  const script = new Script(['w1'], 'apply', '/logs/hunter2!.log').started('w1', 1, 'title hunter2!')
  const { events } = script.ended('w1', 'failed', { code: 'internal', message: 'x', remedy: 'try hunter2!' })
  events.push({ type: 'host-connecting', at: 0, host: 'w1', via: 'ssh root:hunter2!@w1' })
  events.push({ type: 'host-facts', at: 0, host: 'w1', facts: { ...facts, kernel: '6.1 hunter2!' } })
  const text = passed(script.finished(1), secrets)
  expect(text).not.toContain('hunter2!')
  expect(text.split('[secret]')).toHaveLength(5 + 1)
})

test('what was learnt from a host blots out words of that host only, and never titles and remedies', () => {
  const secrets = new Secrets()
  secrets.learn('w1', ['crio', 'kubelet', 'failed'], '/etc/x')
  const script = new Script(['w1', 'w2'])
  for (const host of ['w1', 'w2']) {
    script.note(host, 'info', `${host} restarts crio`)
    script.step(host, 1, 'service crio running', { outcome: 'failed', output: `${host} says crio` })
    script.ended(host, 'failed', { code: 'step-failed', message: 'x', remedy: 'See journalctl -u crio.' })
  }
  const text = passed(script.note(undefined, 'info', 'the run goes on with crio').finished(1), secrets)
  for (const kept of ['w2 restarts crio', 'w2 says crio', 'the run goes on with crio']) expect(text).toContain(kept)
  expect(text.split('service crio running')).toHaveLength(4 + 1)
  expect(text.split('See journalctl -u crio.')).toHaveLength(2 + 1)
  for (const gone of ['w1 restarts [secret]', 'w1 says [secret]']) expect(text).toContain(gone)
})

test('a note is cut only when secrets are out of it', () => {
  const secrets = new Secrets()
  secrets.register('hunter2!')
  const text = passed(
    new Script(['w1']).note('w1', 'info', `${'x'.repeat(995)}hunter2!${'y'.repeat(99)}`).events,
    secrets,
  )
  expect(text).toContain(`${'x'.repeat(995)}[secr"`)
  expect(text).not.toContain('hunt')
})
