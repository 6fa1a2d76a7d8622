import { describe, expect, it } from 'vitest'
import type { Facts } from '../../src/plan/facts.ts'
import type { Plan, PlannedStep } from '../../src/plan/plan.ts'
import { observe, requireSame } from '../../src/plan/plan-file.ts'

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
const seen = (content: string, before: string | null, more: Partial<Facts> = {}) =>
  observe(plan(content, more), new Map([['w1', [{ step: step(content), before, diff: undefined }]]]), scrub)

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

  it.each([
    ['an input', seen('other', 'b'), 'w1: other steps than planned: motd'],
    ['what stands on the host', seen('a', 'b2'), 'w1: the host has changed at: motd'],
    ['a fact', seen('a', 'b', { swap: true }), 'w1: its facts have changed'],
    ['a new host', { ...seen('a', 'b'), hosts: {} }, 'w1: it is no longer planned for'],
  ])('is refused when %s is different now', (_what, now, message) => {
    expect(() => requireSame(seen('a', 'b'), now)).toThrow(message)
  })
})
