import ipaddr from 'ipaddr.js'
import type { Cluster, Host } from '../cluster/cluster.ts'
import { advertiseAddress, hasAddress, type HostAddresses } from './advertise-address.ts'
import { minorNumber } from './versions/compare.ts'
import { TWO_NODE_IPS } from './versions/compatibility.ts'

const isIPv6 = (text: string): boolean => text.includes(':')

/** The host's address of a family: its own, else one of the same interface, else that of the default route. */
function ofFamily(facts: HostAddresses, own: string, six: boolean): string {
  if (isIPv6(own) === six) return own
  const parsed = ipaddr.parse(own).toString()
  const at = facts.addresses.find(({ address }) => ipaddr.parse(address).toString() === parsed)?.interface
  const beside = facts.addresses.find((one) => one.interface === at && isIPv6(one.address) === six)?.address
  const ofDefaultRoute = six ? facts.address6 : facts.address
  return beside ?? (hasAddress(facts, ofDefaultRoute) ? ofDefaultRoute : '')
}

/**
 * kubelet's `--node-ip`: the host's nodeIP, or the address that it is known by (see advertiseAddress); for dual stack one of each family in the
 * order of podSubnet. '' lets kubelet choose: it refuses to run with an address that no interface has.
 */
export function nodeIp({ kubernetes }: Cluster, host: Host, facts: HostAddresses): string {
  const own = advertiseAddress(host, facts)
  if (!hasAddress(facts, own)) return host.nodeIP ?? ''
  const given = host.nodeIP?.split(',') ?? []
  const families = [...new Set(kubernetes.podSubnet.split(',').map(isIPv6))]
  if (families.length > 1 && minorNumber(kubernetes.minor) < TWO_NODE_IPS) return own
  return families
    .map((six) => given.find((address) => isIPv6(address) === six) ?? ofFamily(facts, own, six))
    .filter((address) => address !== '')
    .join(',')
}
