import { load, loadAll } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { clusterOf, factsOf, hostOf } from '../kubernetes/fixtures.ts'
import { planFor } from './plans.ts'

type Document = { readonly kind: string; readonly nodeRegistration?: { readonly name: unknown } }

const named = (names: readonly string[], state: 'none' | 'control-plane' = 'none') => {
  const hosts = names.map((name, i) => {
    const facts = factsOf('debian-12', { hostname: name, address: `10.0.0.${i + 11}` })
    const kubernetes = { ...facts.kubernetes, state: i === 0 ? state : 'none' } as const
    const host = hostOf(name, i === 0 ? 'control-plane' : 'worker', facts.address)
    return { host, facts: { ...facts, kubernetes } }
  })
  return planFor(clusterOf({ version: '1.31.14', hosts: hosts.map(({ host }) => host) }), 'debian-12', hosts).hosts
}
const step = (plan: ReturnType<typeof named>[number] | undefined, wanted: string) =>
  plan?.steps.find(({ id, skipped }) => id === wanted && !skipped)
const textOf = (found: ReturnType<typeof step>) => (found?.params as { content: string }).content

describe('the configuration for kubeadm', () => {
  it.each(['1e3', 'yes', 'null', '0x1f'])('has a host named %s by that name and as nothing else', (name) => {
    const [first, second] = [named([name, 'w1'])[0], named(['cp1', name])[1]]
    const init = (loadAll(textOf(step(first, 'kubeadm-init-config'))) as Document[])[0]
    const join = load(textOf(step(second, 'kubeadm-join-config'))) as Document
    expect([init?.nodeRegistration?.name, join.nodeRegistration?.name]).toEqual([name, name])
  })

  it('is not written on a control plane that is complete, where a change of it would change nothing', () => {
    expect(step(named(['cp1'])[0], 'kubeadm-init-config')).toBeDefined()
    expect(step(named(['cp1'], 'control-plane')[0], 'kubeadm-init-config')).toBeUndefined()
  })
})
