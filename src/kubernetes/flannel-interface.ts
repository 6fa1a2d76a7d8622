import ipaddr from 'ipaddr.js'
import type { Cluster, Host } from '../config/cluster.ts'
import type { Finding, HostFacts } from './checks.ts'
import { advertiseAddress, type HostAddresses } from './advertise-address.ts'
import { nodeIp } from './node-ip.ts'

const familiesOf = (cluster: Cluster): readonly boolean[] => [
  ...new Set(cluster.kubernetes.podSubnet.split(',').map((subnet) => subnet.includes(':'))),
]

/** The interface that has an address, however that is written. */
function interfaceOf({ addresses }: HostAddresses, wanted: string): string | undefined {
  const spelled = (address: string) => (ipaddr.isValid(address) ? ipaddr.parse(address).toString() : address)
  return addresses.find(({ address }) => spelled(address) === spelled(wanted))?.interface
}

/**
 * flannel takes the interface of the default route. True when a host has its node address on another one, or no default
 * route, so that pods of different nodes would not reach each other; flannel is then told the node's address. Never for two families, see
 * {@link flannelInterface}.
 */
export function flannelByNodeAddress(
  cluster: Cluster,
  hosts: readonly { readonly host: Host; readonly facts: HostAddresses }[],
): boolean {
  const [six, ...more] = familiesOf(cluster)
  if (cluster.cni.kind !== 'flannel' || more.length > 0) return false
  return hosts.some(({ host, facts }) => {
    const [own, other] = [nodeIp(cluster, host, facts), six === true ? facts.address6 : facts.address]
    return own !== '' && interfaceOf(facts, own) !== interfaceOf(facts, other)
  })
}

/**
 * With two families flannel cannot be told its interface by an address (flannel-io/flannel pkg/ipmatch/match.go: the other
 * family's address is then not looked up), and takes the one of the default route.
 */
export function flannelInterface(cluster: Cluster, { host, facts }: HostFacts): Finding | undefined {
  if (cluster.cni.kind !== 'flannel' || familiesOf(cluster).length < 2 || facts.kubernetes.state !== 'none')
    return undefined
  const own = advertiseAddress(host.address, facts)
  const [at, ofDefaultRoute] = [interfaceOf(facts, own), interfaceOf(facts, facts.address)]
  if (at === undefined || ofDefaultRoute === undefined || at === ofDefaultRoute) return undefined
  return {
    message: `flannel with IPv4 and IPv6 uses the interface of the default route, ${ofDefaultRoute}, but the host's address ${own} is on ${at}`,
    remedy: `Let the default routes of that host leave by ${at}, or use cni with a manifest that sets flannel's --iface.`,
  }
}
