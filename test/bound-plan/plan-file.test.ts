import { describe, expect, it } from 'vitest'
import type { Facts } from '../../src/facts/facts.ts'
import type { Plan, PlannedStep } from '../../src/plan/plan.ts'
import type { Before } from '../../src/program/before.ts'
import { observe, requireSame, type PlanFile } from '../../src/bound-plan/plan-file.ts'

const facts = { hostname: 'w1', clockOffset: 0, memoryMiB: 2000, swap: false } as Facts
const step = (content: string, sensitive = false): PlannedStep => ({
  id: 'motd',
  kind: 'file',
  title: 'file /etc/motd',
  params: { path: '/etc/motd', content },
  sensitive,
  owes: [],
  awaits: [],
  provides: [],
  skipped: false,
  source: { file: 'p.yaml', line: 3 },
})
const plan = (content: string, more: Partial<Facts> = {}): Plan => ({
  cluster: 'c',
  playbook: 'p',
  hosts: [{ host: 'w1', role: 'worker', facts: { ...facts, ...more }, steps: [step(content)] }],
})
const scrub = (text: string) => text.replaceAll('s3cret', '[secret]').replaceAll('0ther', '[secret]')
const text = (text: string): Before => ({ kind: 'text', text })
const seen = (content: string, before: Before | string | undefined, more: Partial<Facts> = {}) =>
  observe(
    plan(content, more),
    new Map([
      ['w1', [{ step: step(content), before: typeof before === 'string' ? text(before) : before, diff: undefined }]],
    ]),
    scrub,
  )

describe('a bound plan', () => {
  it('holds no content of any file', () => {
    expect(JSON.stringify(seen('s3cret', 'old s3cret'))).not.toContain('s3cret')
  })

  it('still holds when only clock and free memory moved', () => {
    expect(() => requireSame(seen('a', 'b'), seen('a', 'b', { clockOffset: 3, memoryMiB: 1999 }))).not.toThrow()
  })

  it('holds digests of no secret, so that none can be guessed from it', () => {
    expect(seen('key: s3cret', 's3cret')).toEqual(seen('key: 0ther', '0ther'))
    const account = (password: string): Plan => {
      const params = { settings: { 'm.example': { auth: { username: 'me', password } } } }
      return { ...plan('a'), hosts: [{ host: 'w1', role: 'worker', facts, steps: [{ ...step('a'), params }] }] }
    }
    expect(observe(account('abc'), new Map(), scrub)).toEqual(observe(account('xyz'), new Map(), scrub))
    const sensitive = (content: string): Plan => ({
      ...plan('a'),
      hosts: [{ host: 'w1', role: 'worker', facts, steps: [step(content, true)] }],
    })
    expect(observe(sensitive('abc'), new Map(), scrub)).toEqual(observe(sensitive('xyz'), new Map(), scrub))
  })

  it('knows nothing of what the client is only given a value by, which apply may add to it', () => {
    const given: PlannedStep = { ...step(''), id: 'fetch', kind: 'value', params: {}, collect: ['kubeconfig'] }
    const due = (one: PlannedStep) => ({ step: one, before: undefined, diff: undefined })
    const [host] = plan('a').hosts
    const helper = { host: 'cp1', role: 'control-plane', facts, steps: [given] } as const
    const hosts = [{ ...host, steps: [step('a'), given] }, helper] as Plan['hosts']
    const pending = new Map([
      ['w1', [due(step('a')), due(given)]],
      ['cp1', [due(given)]],
    ])
    const without = observe(plan('a'), new Map([['w1', [due(step('a'))]]]), scrub)
    expect(observe({ ...plan('a'), hosts }, pending, scrub)).toEqual(without)
  })

  it.each([
    ['an input', seen('other', 'b'), 'w1: other steps than planned: motd'],
    ['what stands on the host', seen('a', 'b2'), 'w1: the host has changed at: motd'],
    ['a fact', seen('a', 'b', { swap: true }), 'w1: its facts have changed'],
    ['a host that is gone', { ...seen('a', 'b'), hosts: {} }, 'w1: it is no longer planned for'],
    ['the playbook', { ...seen('a', 'b'), playbook: 'q' }, 'the plan is of playbook p, not q'],
  ])('is refused when %s is different now', (_what, now, message) => {
    expect(() => requireSame(seen('a', 'b'), now)).toThrow(message)
  })

  const only = (change: Partial<PlanFile['hosts'][string]>): PlanFile => {
    const all = seen('a', 'b')
    const [w1] = Object.values(all.hosts)
    return { ...all, hosts: w1 ? { w1: { ...w1, ...change } } : {} }
  }
  it.each([
    ['a host', { ...seen('a', 'b'), hosts: {} }, 'w1: it was not planned for'],
    ['a step', only({ steps: {}, pending: {} }), 'w1: other steps than planned: motd'],
    ['a change', only({ pending: {} }), 'w1: the host has changed at: motd'],
  ])('is refused when %s is there now that was not planned, and when one that was is not', (_what, less, message) => {
    const now = seen('a', 'b')
    expect(() => requireSame(less, now)).toThrow(message)
    expect(() => requireSame(now, less)).toThrow(message.replace('was not planned for', 'is no longer planned for'))
  })

  it.each(['password', 'auth', 'identitytoken'])('holds no digest of what is in %s, whatever it is', (key) => {
    const account = (value: string): Plan => ({
      ...plan('a'),
      hosts: [
        { host: 'w1', role: 'worker', facts, steps: [{ ...step('a'), params: { 'm.example': { [key]: value } } }] },
      ],
    })
    expect(observe(account('abc'), new Map(), scrub)).toEqual(observe(account('xyz'), new Map(), scrub))
  })

  const digest = (sha256: string, size: number): Before => ({ kind: 'digest', sha256, size })
  const formers: readonly (Before | undefined)[] = [
    undefined,
    { kind: 'absent' },
    { kind: 'other' },
    text(''),
    text('absent'),
    digest('a'.repeat(64), 300_000),
    digest('b'.repeat(64), 300_000),
    digest('a'.repeat(64), 300_001),
  ]
  const pairs = formers.flatMap((was, i) =>
    formers.map((is, j) => [JSON.stringify(was), JSON.stringify(is), was, is, i === j] as const),
  )
  it.each(pairs)('of a file that was %s when it is %s now', (_was, _is, was, is, same) => {
    const check = () => requireSame(seen('a', was), seen('a', is))
    if (same) expect(check).not.toThrow()
    else expect(check).toThrow('w1: the host has changed at: motd')
  })
})
