import type { Cluster } from '../../cluster/cluster.ts'
import { flag } from '../../facts/live/flags.ts'
import type { HostWithFacts } from '../../facts/host-with-facts.ts'
import { nodeIp } from '../../kubernetes/node-ip.ts'
import { sameName } from './same-name.ts'
import { hasJoined, isControlPlane, type LiveCheck } from './live-check.ts'

const addressesIn = (text: string) => text.split(',').filter((address) => address !== '')

/** What the node is known by: kubelet's --node-ip, or on a control plane what its API server advertises; [] where kubelet chose. */
function inEffect(one: HostWithFacts): readonly string[] {
  const { kubeletFlags, staticPods } = one.facts.live
  const advertised = isControlPlane(one) ? flag(staticPods['kube-apiserver']?.flags, 'advertise-address') : ''
  return addressesIn(flag(kubeletFlags, 'node-ip') || advertised)
}

/** Where one of two families is given, the host decides about the other. */
const sameAddresses = (wanted: readonly string[], is: readonly string[]) =>
  wanted.every((address) => is.some((one) => sameName(one) === sameName(address)))

const REJOIN = 'To give it another address, drain and delete the node, run kubeadm reset on this host, and apply again.'

/** A node is known to the others, to etcd and in certificates by the address that it joined with. */
export const nodeAddress: LiveCheck = (_, one) => {
  const { nodeIP } = one.host
  if (!hasJoined(one) || nodeIP === undefined) return undefined
  const is = inEffect(one)
  const { address, address6 } = one.facts
  // A kubelet that was told nothing takes the address that its default route leaves from.
  const taken = is.length > 0 ? is : addressesIn(nodeIP).map((wanted) => (wanted.includes(':') ? address6 : address))
  if (sameAddresses(addressesIn(nodeIP), taken)) return undefined
  const use =
    is.length > 0
      ? `the node's address is ${is.join(',')}`
      : `kubelet runs without --node-ip here, which makes the node's address ${taken.join(',') || 'unknown'}`
  return {
    message: `${use}, but cluster.yaml specifies nodeIP ${nodeIP}; a node keeps the address that it joined with`,
    remedy: `${is.length > 0 ? `Set nodeIP to ${is.join(',')}` : 'Leave nodeIP out'}. ${REJOIN}`,
  }
}

/** What to know where cluster.yaml leaves the address open, and another one would be chosen if the host joined today. */
export function otherNodeAddress(cluster: Cluster, one: HostWithFacts): string | undefined {
  const [is] = inEffect(one)
  const [wanted] = addressesIn(nodeIp(cluster, one.host, one.facts))
  if (!hasJoined(one) || one.host.nodeIP !== undefined || is === undefined || wanted === undefined) return undefined
  if (sameName(is) === sameName(wanted)) return undefined
  return `the node keeps the address ${is} that it joined with; by cluster.yaml and its interfaces it would now be ${wanted}: to accept that, set nodeIP of the host to ${is}`
}
