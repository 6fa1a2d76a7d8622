import type { Cluster } from '../cluster/cluster.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { isLoopback, ownEndpoint, sameEndpoint, wantedEndpoint } from '../preflight/live/endpoint.ts'
import { isControlPlane } from '../preflight/live/live-check.ts'
import { linesOf } from './change.ts'
import type { Roll } from './roll.ts'

/** Names of the copies that playbooks/lib/roll-endpoint.sh keeps until a node has proved itself. */
const KEPT = ['kubelet-conf', 'admin-conf', 'super-admin-conf']

/**
 * Where a node's kubeconfigs lead to, if that is not the endpoint of cluster.yaml. kubelet of a control plane may use the API server
 * beside it, as kubeadm 1.33 and later have it; a file that leads to a proxy on the host itself is left alone.
 */
export function endpointRoll(cluster: Cluster, one: HostWithFacts): Roll['endpoint'] {
  const { endpoints, unproven } = one.facts.live
  const plane = isControlPlane(one)
  const own = plane ? ownEndpoint(one) : ''
  const wanted = wantedEndpoint(cluster, own)
  const same = (a: string, b: string) => sameEndpoint(a) === sameEndpoint(b)
  const led = endpoints.filter((is) => !isLoopback(is))
  const other = led.filter((is) => !same(is, wanted) && !(plane && own !== '' && same(is, own)))
  const isLed = led.length === 0 || (other.length === 0 && led.some((is) => same(is, wanted)))
  const cutOff = unproven.some((name) => KEPT.includes(name))
  const is = other.at(-1) ?? led.at(-1)
  const changes = wanted === '' || isLed ? [] : [{ field: 'controlPlaneEndpoint', is, wanted }]
  return { server: wanted, own, after: '', changes: wanted === '' ? '' : linesOf(changes, cutOff) }
}
