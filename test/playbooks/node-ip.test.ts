import { load, loadAll } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import type { KubeadmDocument } from '../../src/cluster/cluster.ts'
import { clusterOf, controlPlane, factsOf, worker } from '../kubernetes/fixtures.ts'
import { planFor } from './plans.ts'

const at = (address: string) => ({ address: '10.0.2.15', addresses: [{ interface: 'eth1', address }] })
const hosts = [
  { host: controlPlane, facts: factsOf('debian-12', at('10.0.0.11')) },
  { host: worker, facts: factsOf('debian-12', { hostname: 'w1', ...at('10.0.0.21') }) },
]

/** The arguments of kubelet in the documents that kubeadm init and join get. */
function argumentsOf(version: string, documents: readonly KubeadmDocument[] = []) {
  const { hosts: plans } = planFor(clusterOf({ version, documents }), 'debian-12', hosts)
  const content = (index: number, id: string) =>
    (plans[index]?.steps.find((step) => step.id === id)?.params as { content: string }).content
  const [init] = loadAll(content(0, 'kubeadm-init-config')) as [{ nodeRegistration: { kubeletExtraArgs: unknown } }]
  const join = load(content(1, 'kubeadm-join-config')) as typeof init
  return [init.nodeRegistration.kubeletExtraArgs, join.nodeRegistration.kubeletExtraArgs]
}

describe("case 6: kubeadm is given each host's own address as kubelet's node-ip", () => {
  it('as a map', () => {
    expect(argumentsOf('1.30.0')).toEqual([
      { 'node-ip': '10.0.0.11' },
      { 'node-ip': '10.0.0.21', 'resolv-conf': 'NODEPREP_RESOLV_CONF' },
    ])
  })

  it('as a list', () => {
    expect(argumentsOf('1.31.0')).toEqual([
      [{ name: 'node-ip', value: '10.0.0.11' }],
      [
        { name: 'node-ip', value: '10.0.0.21' },
        { name: 'resolv-conf', value: 'NODEPREP_RESOLV_CONF' },
      ],
    ])
  })

  it.each([
    ['1.30.0', { 'node-labels': 'disk=ssd' }, ['node-ip', 'resolv-conf', 'node-labels']],
    ['1.31.0', [{ name: 'node-labels', value: 'disk=ssd' }], ['node-ip', 'resolv-conf', 'node-labels']],
  ])("beside the user's own arguments, Kubernetes %s", (version, kubeletExtraArgs, names) => {
    const value = { nodeRegistration: { kubeletExtraArgs } }
    const [, join] = argumentsOf(version, [{ apiVersion: '', kind: 'JoinConfiguration', value, line: 1 }])
    const found = Array.isArray(join)
      ? (join as { name: string }[]).map(({ name }) => name)
      : Object.keys(join as object)
    expect(found).toEqual(names)
  })
})
