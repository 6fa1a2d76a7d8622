import { expect, it } from 'vitest'
import type { Host } from '../../src/cluster/cluster.ts'
import type { Facts } from '../../src/facts/facts.ts'
import { hostWarnings } from '../../src/preflight/host-warnings.ts'
import { earlyChecks } from '../../src/preflight/early-checks.ts'
import { clusterOf, controlPlane, factsOf, hostOf, notJoined } from '../kubernetes/fixtures.ts'
import { workerLive } from './live-fixtures.ts'

const addresses = [
  { interface: 'eth0', address: '10.0.2.15' },
  { interface: 'eth1', address: '192.168.56.21' },
]
const joined: Partial<Facts> = { kubernetes: { ...notJoined, state: 'worker', criSocket: '/var/run/crio/crio.sock' } }

/** What is said of a worker with two networks whose node has this address. */
function saidOf(host: Partial<Host>, nodeIp: string, more: Partial<Facts> = joined) {
  const worker = { ...hostOf('w1', 'worker', '192.168.56.21'), ...host }
  const live = { ...workerLive, kubeletFlags: nodeIp === '' ? {} : { 'node-ip': [nodeIp] } }
  const facts = factsOf('debian-12', { address: '10.0.2.15', addresses, live, ...more })
  const plane = { host: controlPlane, facts: factsOf('debian-12') }
  const cluster = clusterOf({ hosts: [controlPlane, worker] })
  const refused = earlyChecks(cluster, [{ host: worker, facts }, plane]).flatMap(({ names }) => names)
  return {
    warnings: hostWarnings(cluster, [{ host: worker, facts }]),
    refused: refused.filter((name) => name.startsWith('node-')),
  }
}

it('an address in cluster.yaml that would give a node another one is said, with what to write to accept that', () => {
  expect(saidOf({ address: '10.0.2.15' }, '192.168.56.21')).toEqual({
    warnings: [
      'w1: the node keeps the address 192.168.56.21 that it joined with; by cluster.yaml and its interfaces it would now be 10.0.2.15: to accept that, set nodeIP of the host to 192.168.56.21',
    ],
    refused: [],
  })
  expect(saidOf({ address: '10.0.2.15', nodeIP: '192.168.56.21' }, '192.168.56.21')).toEqual({
    warnings: [],
    refused: [],
  })
})

it('nothing is said of a node that has the address, or whose kubelet chose one, or of a host that has not joined', () => {
  expect(saidOf({}, '192.168.56.21')).toEqual({ warnings: [], refused: [] })
  expect(saidOf({ address: '10.0.2.15' }, '')).toEqual({ warnings: [], refused: [] })
  expect(saidOf({ address: '10.0.2.15' }, '192.168.56.21', {})).toEqual({ warnings: [], refused: [] })
})

it('a nodeIP that no interface has is refused before kubelet would be', () => {
  expect(saidOf({ nodeIP: '192.168.56.99' }, '', {}).refused).toEqual(['node-ip'])
  expect(saidOf({ nodeIP: '192.168.56.99' }, '', { addresses: [] }).refused).toEqual([])
  expect(saidOf({ nodeIP: '192.168.56.21' }, '', {}).refused).toEqual([])
})

it('one of two families is compared with the one that the node has of that family', () => {
  expect(saidOf({ nodeIP: '192.168.56.21' }, 'fd00::1,192.168.56.21').refused).toEqual([])
  expect(saidOf({ nodeIP: '192.168.56.21' }, '10.0.2.15').refused).toEqual(['node-address'])
})
