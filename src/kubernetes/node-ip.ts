import ipaddr from 'ipaddr.js'
import type { Cluster, Host } from '../cluster/cluster.ts'
import { advertiseAddress, hasAddress, type HostAddresses } from './advertise-address.ts'
import { minorNumber } from './versions/compare.ts'

/** kubelet takes two addresses without a feature gate from here on (Kubernetes 1.21, IPv6DualStack in beta). */
const DUAL_STACK_MINOR = 21

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
 * kubelet's `--node-ip`: the address the host is known by (see advertiseAddress), for dual stack one of each family in the
 * order of podSubnet. '' lets kubelet choose: it refuses to run with an address that no interface has.
 */
export function nodeIp({ kubernetes }: Cluster, host: Host, facts: HostAddresses): string {
  const own = advertiseAddress(host.address, facts)
  if (!hasAddress(facts, own)) return ''
  const families = [...new Set(kubernetes.podSubnet.split(',').map(isIPv6))]
  if (families.length > 1 && minorNumber(kubernetes.minor) < DUAL_STACK_MINOR) return own
  return families
    .map((six) => ofFamily(facts, own, six))
    .filter((address) => address !== '')
    .join(',')
}
