import ipaddr from 'ipaddr.js'
import type { Cluster, Host } from '../cluster/cluster.ts'
import type { HostAddresses } from './advertise-address.ts'
import { nodeIp } from './node-ip.ts'

export const familiesOf = (cluster: Cluster): readonly boolean[] => [
  ...new Set(cluster.kubernetes.podSubnet.split(',').map((subnet) => subnet.includes(':'))),
]

/** The interface that has an address, however that is written. */
export function interfaceOf({ addresses }: HostAddresses, wanted: string): string | undefined {
  const spelled = (address: string) => (ipaddr.isValid(address) ? ipaddr.parse(address).toString() : address)
  return addresses.find(({ address }) => spelled(address) === spelled(wanted))?.interface
}

/**
 * flannel takes the interface of the default route. True when a host has its node address on another one, or no default
 * route, so that pods of different nodes would not reach each other; flannel is then told the node's address. Never for two families, see
 * preflight/flannel-check.ts.
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
