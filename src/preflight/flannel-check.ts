import type { Cluster } from '../cluster/cluster.ts'
import { advertiseAddress } from '../kubernetes/advertise-address.ts'
import type { Finding } from '../facts/finding.ts'
import { familiesOf, interfaceOf } from '../kubernetes/flannel-interface.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'

/**
 * With two families flannel cannot be told its interface by an address (flannel-io/flannel pkg/ipmatch/match.go: the other
 * family's address is then not looked up), and takes the one of the default route.
 */
export function flannelInterface(cluster: Cluster, { host, facts }: HostWithFacts): Finding | undefined {
  if (cluster.cni.kind !== 'flannel' || familiesOf(cluster).length < 2 || facts.kubernetes.state !== 'none')
    return undefined
  const own = advertiseAddress(host, facts)
  const [at, ofDefaultRoute] = [interfaceOf(facts, own), interfaceOf(facts, facts.address)]
  if (at === undefined || ofDefaultRoute === undefined || at === ofDefaultRoute) return undefined
  return {
    message: `flannel with IPv4 and IPv6 uses the interface of the default route, ${ofDefaultRoute}, but the host's address ${own} is on ${at}`,
    remedy: `Let the default routes of that host leave by ${at}, or use cni with a manifest that sets flannel's --iface.`,
  }
}
