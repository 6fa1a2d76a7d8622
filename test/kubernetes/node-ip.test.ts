import { describe, expect, it } from 'vitest'
import type { HostAddresses } from '../../src/kubernetes/advertise-address.ts'
import { nodeIp } from '../../src/kubernetes/node-ip.ts'
import { clusterOf, hostOf } from './fixtures.ts'

const BOTH = '10.244.0.0/16,fd01::/48'
const nat: HostAddresses = {
  address: '10.0.2.15',
  address6: 'fd17::15',
  addresses: [
    { interface: 'eth0', address: '10.0.2.15' },
    { interface: 'eth0', address: 'fd17::15' },
    { interface: 'eth1', address: '192.168.56.11' },
  ],
}
const beside = (address: string) => ({ ...nat, addresses: [...nat.addresses, { interface: 'eth1', address }] })

function of(given: string, facts: HostAddresses, podSubnet = '10.244.0.0/16', version = '1.31.0'): string {
  return nodeIp(clusterOf({ version, kubernetes: { podSubnet } }), hostOf('w1', 'worker', given), facts)
}

describe("case 6: kubelet's node-ip", () => {
  it.each([
    ["the host's own address, not the one that every host has for its default route", '192.168.56.11', '192.168.56.11'],
    ['the address of the default route for a name', 'w1.example', '10.0.2.15'],
    ['the address of the default route behind a floating address', '8.8.4.4', '10.0.2.15'],
  ])('is %s', (_, given, expected) => {
    expect(of(given, nat)).toBe(expected)
  })

  it.each([
    ['of the same interface', beside('fd56::11'), BOTH, '192.168.56.11,fd56::11'],
    ['in the order of podSubnet', beside('fd56::11'), 'fd01::/48,10.244.0.0/16', 'fd56::11,192.168.56.11'],
    ['of the default route where that interface has none', nat, BOTH, '192.168.56.11,fd17::15'],
  ])('is two for dual stack, the other %s', (_, facts, podSubnet, expected) => {
    expect(of('192.168.56.11', facts, podSubnet)).toBe(expected)
  })

  it('is one alone where kubelet takes no two yet, or the host has no two', () => {
    expect(of('192.168.56.11', nat, BOTH, '1.20.15')).toBe('192.168.56.11')
    const one = { ...nat, address6: '', addresses: nat.addresses.slice(2) }
    expect(of('192.168.56.11', one, BOTH)).toBe('192.168.56.11')
  })

  it('is of the family that pods have', () => {
    expect(of('192.168.56.11', beside('fd56::11'), 'fd01::/48')).toBe('fd56::11')
  })

  it.each([
    ['of one family', '192.168.56.11', '10.244.0.0/16', '192.168.56.11'],
    ['with the other of the same interface', '192.168.56.11', BOTH, '192.168.56.11,fd56::11'],
    ['in both families', '192.168.56.11,fd17::15', BOTH, '192.168.56.11,fd17::15'],
  ])('is nodeIP of cluster.yaml %s, whatever the address', (_, nodeIP, podSubnet, expected) => {
    const cluster = clusterOf({ version: '1.31.0', kubernetes: { podSubnet } })
    expect(nodeIp(cluster, { ...hostOf('w1', 'worker', '10.0.2.15'), nodeIP }, beside('fd56::11'))).toBe(expected)
  })

  it('is left to kubelet where no interface is known to have the address', () => {
    expect(of('192.168.56.11', { address: '10.0.2.15', address6: '', addresses: [] })).toBe('')
    expect(of('w1.example', { address: '', address6: '', addresses: [] })).toBe('')
  })
})
