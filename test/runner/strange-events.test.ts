import { describe, expect, it } from 'vitest'
import type { PlannedStep } from '../../src/plan/plan.ts'
import type { Event } from '../../src/report/event.ts'
import { HostRun } from '../../src/runner/host-run.ts'
import { stepDiff } from '../../src/runner/step-diff.ts'
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
  const steps = [step('one', '', '', { provides: ['mine'] }), step('two', '', ''), step('three', '', '')]
  const run = new HostRun({ host: 'h1', role: 'worker', facts, steps }, (event) => events.push(event), {
    awaiting: (name) => values.push(`awaits ${name}`),
    goingOn: () => undefined,
    provided: (name) => values.push(`gives ${name}`),
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

  it.each(['-1', '0', '4', '1.5', 'NaN', '1e308', '', 'one'])('has no step %j', (number) => {
    expect(told('begin', `start ${number} x`, `changed ${number}`, `failed ${number} 1`).ended).toEqual([])
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
    expect(told('begin', 'value join Zm9yZ2Vk', 'await 1 join', 'value mine eA==').values).toEqual(['gives mine'])
  })

  it('is heard up to 16 MiB a step', () => {
    const { events } = told('begin', ...Array.from({ length: 40 }, () => `text ${'x'.repeat(1 << 20)}`))
    const length = events.reduce((sum, event) => sum + (event.type === 'step-output' ? event.text.length : 0), 0)
    expect(length).toBeLessThan(17 * 1024 * 1024)
    expect(events.at(-1)).toMatchObject({ text: expect.stringContaining('the rest is left out') as string })
  })

  it('makes notes of bounded length, which are cut to what a person reads once secrets are out', () => {
    expect(told('begin', `say 1 ${'x'.repeat(100_000)}`).events.at(-1)).toMatchObject({ message: 'x'.repeat(8192) })
  })
})

it('files that have little in common are not compared for ever', () => {
  const lines = (seed: number) => Array.from({ length: 40_000 }, (_, i) => String((i * seed) % 9973)).join('\n')
  expect(stepDiff(file(lines(7)), facts, lines(11))).toContain('@@ more than 2000 lines differ @@')
  expect(stepDiff(file('a\n'), facts, '\n'.repeat(200_000))).toContain('+a')
})
