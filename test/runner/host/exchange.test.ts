import { describe, expect, it } from 'vitest'
import type { Plan, PlannedStep } from '../../../src/plan/plan.ts'
import { Exchange } from '../../../src/runner/host/exchange.ts'

const provides = (names: readonly string[]): PlannedStep => ({
  id: 'gives',
  kind: 'command',
  title: 'what it gives',
  params: {},
  sensitive: false,
  owes: [],
  awaits: [],
  provides: names,
  skipped: false,
  source: { file: '', line: 1 },
})
const facts = {} as Plan['hosts'][number]['facts']
const plan: Plan = {
  cluster: 'c',
  playbook: 'p',
  hosts: [
    { host: 'cp1', role: 'control-plane', facts, steps: [provides(['join'])] },
    { host: 'w1', role: 'worker', facts, steps: [provides(['joined-w1'])] },
  ],
}

function exchange() {
  const delivered: string[] = []
  return { delivered, it: new Exchange(plan, (host, name, value) => delivered.push(`${host} ${name}=${value ?? '-'}`)) }
}

describe('Exchange', () => {
  it('hands a value over as soon as it is there, to whoever waits', () => {
    const { it, delivered } = exchange()
    it.await('w1', 'join')
    expect(delivered).toEqual([])
    it.provide('cp1', 'join', 'token')
    it.await('w2', 'join')
    expect(delivered).toEqual(['w1 join=token', 'w2 join=token'])
  })

  it('tells which host and step have yet to give what somebody waits for', () => {
    const { it } = exchange()
    expect(it.await('w1', 'join')).toBe('waiting for cp1: what it gives')
    it.provide('cp1', 'join', 'token')
    expect([it.await('w2', 'join'), it.await('w2', 'moonlight')]).toEqual([undefined, undefined])
  })

  it('says at once that a value will not come when nobody gives it', () => {
    const { it, delivered } = exchange()
    it.await('w1', 'moonlight')
    expect(delivered).toEqual(['w1 moonlight=-'])
  })

  it('says that a value will not come when its giver ended without giving it', () => {
    const { it, delivered } = exchange()
    it.await('w1', 'join')
    it.ended('cp1')
    expect(delivered).toEqual(['w1 join=-'])
  })

  it('still gives what an ended host had given', () => {
    const { it, delivered } = exchange()
    it.provide('cp1', 'join', 'token')
    it.ended('cp1')
    it.await('w1', 'join')
    expect(delivered).toEqual(['w1 join=token'])
  })

  it('gives again after a lost connection until the host has gone on', () => {
    const { it, delivered } = exchange()
    it.provide('cp1', 'join', 'token')
    it.await('w1', 'join')
    it.again('w1')
    it.goOn('w1')
    it.again('w1')
    expect(delivered).toEqual(['w1 join=token', 'w1 join=token'])
  })

  it('takes a value from nobody but the host whose plan provides it', () => {
    const { it, delivered } = exchange()
    it.await('w2', 'join')
    it.provide('w1', 'join', 'forged')
    it.provide('w1', 'moonlight', 'forged')
    expect(delivered).toEqual([])
    it.provide('cp1', 'join', 'token')
    expect(delivered).toEqual(['w2 join=token'])
  })

  it('expects nothing of a step that is skipped', () => {
    const delivered: string[] = []
    const hosts = plan.hosts.map((host) => ({ ...host, steps: [{ ...provides(['join']), skipped: true }] }))
    const it = new Exchange({ ...plan, hosts }, (host, name, value) =>
      delivered.push(`${host} ${name}=${value ?? '-'}`),
    )
    expect(it.await('w1', 'join')).toBeUndefined()
    it.provide('cp1', 'join', 'token')
    it.await('w1', 'join')
    expect(delivered).toEqual(['w1 join=-', 'w1 join=-'])
  })

  it('gives nothing to a host that has ended or gone on, nor a value that it does not wait for', () => {
    const { it, delivered } = exchange()
    it.await('w1', 'join')
    it.ended('w1')
    it.await('w2', 'join')
    it.goOn('w2')
    it.await('w3', 'joined-w1')
    it.provide('cp1', 'join', 'token')
    expect(new Set(delivered)).toEqual(new Set(['w3 joined-w1=-']))
  })
})
