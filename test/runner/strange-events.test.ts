import { describe, expect, it } from 'vitest'
import type { PlannedStep } from '../../src/plan/plan.ts'
import type { Event } from '../../src/report/event.ts'
import { HostRun } from '../../src/runner/host/host-run.ts'
import { PassedOn } from '../../src/runner/session/passed-on.ts'
import { stepDiff } from '../../src/runner/host/step-diff.ts'
import { factsOf } from '../kubernetes/fixtures.ts'
import { step } from './harness.ts'

const facts = factsOf('debian-12')
const file = (content: string): PlannedStep => ({
  ...step('motd', '', ''),
  kind: 'file',
  params: { path: '/etc/motd', state: 'present', content, owner: 'root', group: 'root' },
})

/** What is made of events that no program of nodeprep would say. */
function told(...said: readonly string[]) {
  const events: Event[] = []
  const values: string[] = []
  const steps = [
    step('one', '', '', { provides: ['mine'] }),
    step('two', '', '', { awaits: ['theirs'] }),
    { ...step('three', '', ''), kind: 'reboot', params: { allowed: true, timeout: 90 } },
    { ...step('four', '', '', { collect: ['disk'] }), kind: 'report', params: {} },
  ]
  const run = new HostRun({ host: 'h1', role: 'worker', facts, steps }, (event) => events.push(event), {
    awaiting: (name) => values.push(`awaits ${name}`),
    goingOn: () => values.push('goes on'),
    provided: (name) => values.push(`gives ${name}`),
    collected: (name) => values.push(`collects ${name}`),
    reported: (name) => values.push(`reports ${name}`),
  })
  for (const line of said) {
    const blank = line.indexOf(' ')
    const [name, rest] = blank < 0 ? [line, ''] : [line.slice(0, blank), line.slice(blank + 1)]
    run.receive(name === 'text' ? { type: 'text', text: rest } : { type: 'event', name, rest, from: 'program' })
  }
  const ended = events.flatMap((event) => (event.type === 'step-ended' ? [`${event.step} ${event.outcome}`] : []))
  return { run, events, ended, values }
}

describe('a host that says strange things', () => {
  it('ends each step once, and in order', () => {
    const { run, ended } = told('begin', 'would 2', 'would 2', 'would 1', 'would 3', 'would 2', 'changed 2')
    expect([ended, run.pending.length, run.changed]).toEqual([['two would-change', 'three would-change'], 2, 0])
  })

  it.each(['-1', '0', '5', '1.5', 'NaN', '1e308', '', 'one'])('has no step %j', (number) => {
    expect(told('begin', `start ${number} x`, `changed ${number}`, `failed ${number} 1`).ended).toEqual([])
  })

  it('fails a step that its plan says is refused, with the reason, and goes on looking', () => {
    const { run, ended } = told('begin', 'denied 1 /srv can be changed by others', 'denied 2', 'would 3', 'end 0 ')
    expect([ended, run.outcome, run.pending.length]).toEqual([
      ['one failed', 'two failed', 'three would-change'],
      'failed',
      1,
    ])
    expect(told('begin', `denied 1 ${'/srv '.repeat(9999)}`).run.failure?.message).toHaveLength(5 + 8192)
    expect(told('begin', 'denied 1 /srv can be changed by others').run.failure?.message).toBe(
      'one: /srv can be changed by others',
    )
  })

  it('reports only where it is, and only by a step that reports, and no more than fits', () => {
    const disk = Buffer.from('disk').toString('base64')
    const large = Buffer.alloc(262_200, 'x').toString('base64')
    const control = Buffer.from('a\u001b[2J').toString('base64')
    const to = ['begin', 'ok 1', `report 4 ${disk}`, 'ok 2', `report 3 ${disk}`, 'ok 3']
    for (const said of ['%%%', large, control, ''])
      expect(told(...to, `report 4 ${said}`).values).toEqual(said === '' ? ['reports disk'] : [])
    expect(told(...to, `report 4 ${disk}`, `report 4 ${disk}`, 'ok 4', `report 4 ${disk}`).values).toEqual([
      'reports disk',
    ])
    expect(told('begin', `report 1 ${disk}`).values).toEqual([])
  })

  it('counts a step as changed once, however often it begins anew', () => {
    const { run } = told(...Array.from({ length: 5 }, () => ['begin', 'changed 1']).flat())
    expect(run.changed).toBe(1)
  })

  it('has its warnings shown once each, and not without end', () => {
    const { events } = told(
      'begin',
      'warn 1 a',
      'warn 1 a',
      'say 1 b',
      ...Array.from({ length: 99 }, (_, i) => `warn 1 ${i}`),
    )
    const notes = events.flatMap((event) => (event.type === 'note' ? [`${event.level}: ${event.message}`] : []))
    expect(notes.slice(0, 3)).toEqual(['warning: a', 'info: b', 'warning: 0'])
    expect(notes).toHaveLength(21)
  })

  it('gives and gets no values but those of its plan', () => {
    expect(told('begin', 'ok 1', 'value join Zm9yZ2Vk', 'await 2 join', 'value mine eA==').values).toEqual([
      'gives mine',
    ])
  })

  it('gives a value once, when the step that provides it has ended', () => {
    const early = ['begin', 'value mine eA==', 'start 1 one', 'value mine eA==']
    expect(told(...early).values).toEqual([])
    expect(told(...early, 'ok 1', 'value mine eA==', 'value mine eQ==', 'value mine').values).toEqual(['gives mine'])
    expect(told('begin', 'ok 1', 'ok 2', 'value mine eA==').values).toEqual([])
    expect(told('begin', 'failed 1 1', 'value mine eA==').values).toEqual([])
  })

  it.each([
    'e',
    'eA=',
    '%%%',
    'eA==eA==',
    'gA==',
    'AA==',
    Buffer.from('\x1b[31m').toString('base64'),
    'QUFB'.repeat(6000),
  ])('gives no value that is none: %.20s', (value) => {
    expect(told('begin', 'ok 1', `value mine ${value}`).values).toEqual([])
  })

  it('waits for a value once, in the step that awaits it', () => {
    const waits = ['await 2 theirs', 'await 2 theirs', 'go 2', 'go 2', 'await 2 theirs']
    expect(told('begin', ...waits).values).toEqual([])
    expect(told('begin', 'ok 1', ...waits).values).toEqual(['awaits theirs', 'goes on'])
  })

  it('goes through its steps forwards, so that it cannot begin the same ones for ever', () => {
    const { events } = told(
      'begin',
      ...Array.from({ length: 100 }, () => ['start 2 two', 'start 1 one', 'start 3 x']).flat(),
    )
    expect(events.flatMap((event) => (event.type === 'step-started' ? [event.step] : []))).toEqual([
      'one',
      'two',
      'three',
    ])
  })

  it('reboots in a step that may do so, for as long as the step allows, and once', () => {
    const down = (...said: readonly string[]) => told('begin', ...said).run.goingDown
    expect(down('reboot 1 86400')).toBeUndefined()
    expect(down('ok 1', 'ok 2', 'reboot 3 86400')).toBe(90)
    expect(down('ok 1', 'ok 2', 'reboot 2 86400')).toBeUndefined()
    expect(down('ok 1', 'ok 2', 'reboot 3 5', 'begin')).toBeUndefined()
    expect(down('ok 1', 'ok 2', 'reboot 3 5', 'begin', 'ok 1', 'ok 2', 'reboot 3 5')).toBeUndefined()
    const notes = told('begin', 'ok 1', 'ok 2', ...Array<string>(50).fill('reboot 3 5')).events
    expect(notes.filter(({ type }) => type === 'note')).toHaveLength(1)
  })

  it('is heard before its first step, too, when it waits for what another run left', () => {
    const { events } = told('say 0 waiting', 'warn 0 look', 'say -1 x', 'say x y')
    expect(events.map((event) => event.type === 'note' && event.message)).toEqual(['waiting', 'look'])
  })

  it('has not ended well before its last step, nor by a word that no program says', () => {
    expect(told('begin', 'ok 1', 'end 0 ').run).toMatchObject({
      outcome: 'failed',
      failure: { message: 'two: the host reported the end of its program before this step' },
    })
    expect(told('begin', 'ok 1', 'ok 2', 'ok 3', 'end 0 well').run.outcome).toBeUndefined()
    expect(told('begin', 'failed 1 1', 'end 0 ').run.outcome).toBe('failed')
    expect(told('begin', 'ok 1', 'ok 2', 'ok 3', 'ok 4', 'end 0 ').run.outcome).toBe('ok')
  })

  it('is shown no status and no name of a value that cannot be one', () => {
    const { run, ended } = told(
      'begin',
      `failed 1 ${'9'.repeat(9000)}`,
      'failed 1 x',
      'blocked 1 \x1b[31m',
      'failed 1 7',
    )
    expect([ended, run.failure?.message]).toEqual([['one failed'], 'one (apply ended with status 7)'])
  })

  it('is heard up to 4 MiB a step', () => {
    const { events } = told('begin', ...Array.from({ length: 40 }, () => `text ${'x'.repeat(1 << 20)}`))
    const length = events.reduce((sum, event) => sum + (event.type === 'step-output' ? event.text.length : 0), 0)
    expect(length).toBeLessThan(5 * 1024 * 1024)
    expect(events.at(-1)).toMatchObject({ text: expect.stringContaining('the rest is left out') as string })
  })

  it('is heard up to 16 MiB a run, whatever steps it begins and however often', () => {
    const megabyte = `text ${'x'.repeat(1 << 20)}`
    const step = (number: number) => [`start ${number} x`, ...Array.from({ length: 3 }, () => megabyte)]
    const { events } = told(...Array.from({ length: 3 }, () => ['begin', ...[1, 2, 3].flatMap(step)]).flat())
    const length = events.reduce((sum, event) => sum + (event.type === 'step-output' ? event.text.length : 0), 0)
    expect(length).toBeLessThan(17 * 1024 * 1024)
    expect(length).toBeGreaterThan(15 * 1024 * 1024)
    expect(events.findLast(({ type }) => type === 'step-output')).toMatchObject({
      text: expect.stringContaining('more than 16 MiB: the rest is left out') as string,
    })
  })

  it('fills nothing by many short words either', () => {
    const passedOn = new PassedOn()
    let shown = 0
    for (let i = 0; i < 2_000_000; i += 1) {
      if (i % 1000 === 0) passedOn.reset()
      if (passedOn.of('x') !== '') shown += 1
    }
    expect(shown).toBeLessThan(300_000)
  })

  it('makes notes of bounded length, which are cut to what a person reads once secrets are out', () => {
    expect(told('begin', `say 1 ${'x'.repeat(100_000)}`).events.at(-1)).toMatchObject({ message: 'x'.repeat(8192) })
  })
})

it('files that have little in common are not compared for ever', () => {
  const lines = (seed: number) => Array.from({ length: 40_000 }, (_, i) => String((i * seed) % 9973)).join('\n')
  expect(stepDiff(file(lines(7)), facts, { kind: 'text', text: lines(11) })).toContain(
    '@@ more than 2000 lines differ @@',
  )
  expect(stepDiff(file('a\n'), facts, { kind: 'text', text: '\n'.repeat(200_000) })).toContain('+a')
})
