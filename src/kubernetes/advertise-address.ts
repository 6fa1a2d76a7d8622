import ipaddr from 'ipaddr.js'
import type { Host } from '../cluster/cluster.ts'
import type { Facts } from '../facts/facts.ts'

/** What facts say about a host's addresses. */
export type HostAddresses = Pick<Facts, 'address' | 'address6' | 'addresses'>

function rangeOf(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.parse(address).range() : 'none'
}

/** True when an interface of the host has this address, however it is written. */
export function hasAddress({ addresses }: HostAddresses, address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const wanted = ipaddr.parse(address).toString()
  return addresses.some((one) => ipaddr.parse(one.address).toString() === wanted)
}

/** The address a node is known by to the others, or '' to let kubeadm choose: that of its nodeIP, or {@link addressOf} it. */
export function advertiseAddress({ address, nodeIP }: Pick<Host, 'address' | 'nodeIP'>, facts: HostAddresses): string {
  return nodeIP?.split(',')[0] ?? addressOf(address, facts)
}

/**
 * The address of a host by itself. It is the one of cluster.yaml if the host has
 * that. If not (a name, a forwarded port, a cloud's floating address), it is the one that its default route leaves from.
 * Where the host's addresses are not known, private addresses are taken for the host's own, and public ones too unless the
 * default route leaves from a private one.
 */
function addressOf(given: string, facts: HostAddresses): string {
  if (hasAddress(facts, given)) return given
  const range = rangeOf(given)
  const ofDefaultRoute = facts.address === '' ? facts.address6 : facts.address
  if (facts.addresses.length > 0 || range === 'none' || range === 'loopback') return ofDefaultRoute
  return range === 'unicast' && ['private', 'uniqueLocal', 'carrierGradeNat'].includes(rangeOf(ofDefaultRoute))
    ? ofDefaultRoute
    : given
}
