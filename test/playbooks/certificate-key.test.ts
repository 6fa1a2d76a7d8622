import { describe, expect, it } from 'vitest'
import { clusterOf, factsOf, hostOf } from '../kubernetes/fixtures.ts'
import { planFor } from './plans.ts'

/** Which values a plan of bare hosts has given and awaited, by host. */
function values(...names: readonly string[]) {
  const hosts = names.map((name, i) => hostOf(name, name.startsWith('cp') ? 'control-plane' : 'worker', `10.0.0.${i}`))
  const facts = (name: string) => factsOf('debian-12', { hostname: name, machineId: name, productUuid: '' })
  const found = hosts.map((host) => ({ host, facts: facts(host.name) }))
  const plan = planFor(clusterOf({ hosts }), 'debian-12', found)
  const join = /^(join|certificate-key)$/
  return plan.hosts.map(({ host, steps }) => {
    const done = steps.filter(({ skipped }) => !skipped)
    const pick = (what: 'awaits' | 'provides') => done.flatMap((step) => step[what]).filter((name) => join.test(name))
    return [host, { gives: pick('provides'), awaits: pick('awaits') }]
  })
}

describe('the key to the certificates', () => {
  it('goes to control planes that join, and to no worker that joins in the same run', () => {
    expect(values('cp1', 'cp2', 'w1')).toEqual([
      ['cp1', { gives: ['join', 'certificate-key'], awaits: [] }],
      ['cp2', { gives: [], awaits: ['join', 'certificate-key'] }],
      ['w1', { gives: [], awaits: ['join'] }],
    ])
  })

  it('is not even made where only workers join', () => {
    expect(values('cp1', 'w1')).toEqual([
      ['cp1', { gives: ['join'], awaits: [] }],
      ['w1', { gives: [], awaits: ['join'] }],
    ])
  })
})
