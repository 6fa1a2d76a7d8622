import ipaddr from 'ipaddr.js'
import type { Cluster } from '../../cluster/cluster.ts'
import type { HostWithFacts } from '../../facts/host-with-facts.ts'
import { BACK, hasJoined, type LiveCheck } from './live-check.ts'
import { argumentOf, fieldOf } from './document-fields.ts'

/** One spelling for each subnet, in an order of its own; what is none stays as it is. */
function subnets(text: string): string {
  return text
    .split(',')
    .map((part) => {
      if (!ipaddr.isValidCIDR(part.trim())) return part.trim()
      const [address, bits] = ipaddr.parseCIDR(part.trim())
      const bytes = address.toByteArray().map((byte, i) => byte & ~(0xff >> Math.max(0, Math.min(8, bits - 8 * i))))
      return `${ipaddr.fromByteArray(bytes).toString()}/${bits}`
    })
    .sort()
    .join(',')
}

function fixed(
  field: string,
  why: string,
  wantedOf: (cluster: Cluster) => string,
  isOf: (live: HostWithFacts['facts']['live']) => string,
  same: (a: string, b: string) => boolean,
): LiveCheck {
  return (cluster, one) => {
    const [wanted, is] = [wantedOf(cluster), isOf(one.facts.live)]
    if (!hasJoined(one) || is === '' || same(wanted, is)) return undefined
    return {
      message: `${field} ${is} is in use, but cluster.yaml specifies ${wanted}; ${why}`,
      remedy: `${BACK}: ${field}: ${is}. Changing it means building a new cluster.`,
    }
  }
}

const sameSubnets = (a: string, b: string) => subnets(a) === subnets(b)
const domain = (text: string) => text.replace(/\.$/, '')

export const podSubnet = fixed(
  'podSubnet',
  'the nodes and pods of a live cluster keep their addresses',
  (cluster) => argumentOf(cluster, 'controllerManager', 'cluster-cidr') ?? cluster.kubernetes.podSubnet,
  (live) => live.podSubnet,
  sameSubnets,
)

export const serviceSubnet = fixed(
  'serviceSubnet',
  'the Services of a live cluster keep their addresses',
  (cluster) => argumentOf(cluster, 'apiServer', 'service-cluster-ip-range') ?? cluster.kubernetes.serviceSubnet,
  (live) => live.serviceSubnet,
  sameSubnets,
)

/** Every kubelet tells it to its pods. */
export const dnsDomain = fixed(
  'dnsDomain',
  'pods and certificates of a live cluster have it in their names',
  (cluster) => fieldOf(cluster, 'KubeletConfiguration', 'clusterDomain') ?? cluster.kubernetes.dnsDomain,
  (live) => live.dnsDomain,
  (a, b) => domain(a) === domain(b),
)
