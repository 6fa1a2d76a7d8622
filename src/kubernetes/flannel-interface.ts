import type { Cluster } from '../config/cluster.ts'
import type { Finding, HostFacts } from './checks.ts'
import { advertiseAddress } from './advertise-address.ts'

/**
 * With two families flannel cannot be told its interface by an address (flannel-io/flannel pkg/ipmatch/match.go: the other
 * family's address is then not looked up), and takes the one of the default route.
 */
export function flannelInterface(cluster: Cluster, { host, facts }: HostFacts): Finding | undefined {
  const dual = new Set(cluster.kubernetes.podSubnet.split(',').map((subnet) => subnet.includes(':'))).size > 1
  if (cluster.cni.kind !== 'flannel' || !dual || facts.kubernetes.state !== 'none') return undefined
  const own = advertiseAddress(host.address, facts)
  const interfaceOf = (wanted: string) => facts.addresses.find(({ address }) => address === wanted)?.interface
  const [at, ofDefaultRoute] = [interfaceOf(own), interfaceOf(facts.address)]
  if (at === undefined || ofDefaultRoute === undefined || at === ofDefaultRoute) return undefined
  return {
    message: `flannel with IPv4 and IPv6 uses the interface of the default route, ${ofDefaultRoute}, but the host's address ${own} is on ${at}`,
    remedy: `Let the default routes of that host leave by ${at}, or use cni with a manifest that sets flannel's --iface.`,
  }
}
