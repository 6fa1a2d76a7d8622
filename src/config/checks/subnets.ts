import { subnetLimits } from '../../kubernetes/versions/compatibility.ts'
import { compareVersions } from '../../kubernetes/versions/compare.ts'
import { minorOf } from '../../kubernetes/versions/minor-of.ts'
import type { Notice, Problem } from '../../yaml/problem.ts'
import type { View } from '../../validation/validate.ts'
import type { Path, YamlDocument } from '../../yaml/node.ts'
import { readNodeCidrs, type NodeCidrs } from './node-cidrs.ts'

const KUBERNETES: Path = ['spec', 'kubernetes']
const POD: Path = [...KUBERNETES, 'podSubnet']
const SERVICE: Path = [...KUBERNETES, 'serviceSubnet']

interface Subnet {
  readonly text: string
  readonly family: 4 | 6
  readonly prefix: number
}

interface Found {
  readonly problems: Problem[]
  readonly notices: Notice[]
}

/** What kubeadm, the API server and the controller manager themselves limit; defaults of absent subnets are given. */
export function checkSubnets(
  view: View,
  defaults: { podSubnet: string; serviceSubnet: string },
  documents: readonly YamlDocument[],
): Found {
  const cidrs = readNodeCidrs(documents)
  const pods = subnetsAt(view, POD, defaults.podSubnet)
  const services = subnetsAt(view, SERVICE, defaults.serviceSubnet)
  const room = cidrs.allocated ? pods.map((pod) => roomForNodes(view, pod, pods.length > 1, cidrs)) : []
  const families = pods.length === 0 ? [] : services.flatMap((service, i) => servedPods(view, service, i === 0, pods))
  return {
    problems: [
      ...room.flatMap(({ problems }) => problems),
      ...services.flatMap((service) => serviceSize(view, service)),
      ...dualStack(view, [...(pods.length > 1 ? [POD] : []), ...(services.length > 1 ? [SERVICE] : [])], cidrs),
      ...families.filter(({ level }) => level === undefined),
    ],
    notices: [
      ...room.flatMap(({ notices }) => notices),
      ...families.flatMap((one) => (one.level === undefined ? [] : [{ ...one, level: one.level }])),
    ],
  }
}

function subnetsAt(view: View, path: Path, absent: string): Subnet[] {
  const text = view.has(path) ? view.text(path) : absent
  return (text ?? '').split(',').flatMap((part) => {
    const prefix = part.split('/')[1]
    return prefix === undefined ? [] : [{ text: part, family: part.includes(':') ? 6 : 4, prefix: Number(prefix) }]
  })
}

const addresses = ({ family, prefix }: Subnet) => (family === 4 ? 32 : 128) - prefix

function roomForNodes(view: View, pod: Subnet, isDual: boolean, cidrs: NodeCidrs): Found {
  const mask = cidrs.maskOf(pod.family, isDual)
  if (mask === undefined) return { problems: [], notices: [] }
  const { text, family, prefix } = pod
  const argument = `node-cidr-mask-size-ipv${family} in controllerManager.extraArgs of a ClusterConfiguration`
  const refused = (message: string, hint: string) => ({ problems: [view.problem(POD, message, hint)], notices: [] })
  if (prefix > mask)
    return refused(
      `${text} is smaller than the /${mask} that each node gets of it`,
      `use a larger subnet, or set ${argument}`,
    )
  if (mask - prefix > subnetLimits.mostNodeBits)
    return refused(
      `${text} is too large: kubeadm allows ${subnetLimits.mostNodeBits} bits between it and the /${mask} that each node gets`,
      `use /${mask - subnetLimits.mostNodeBits} or smaller, or set ${argument}`,
    )
  const room = 2 ** (mask - prefix)
  const hosts = view.count(['spec', 'hosts'])
  if (room >= hosts) return { problems: [], notices: [] }
  const message = `${text} has room for ${room} ${room === 1 ? 'node' : 'nodes'}: each of the ${hosts} hosts needs a /${mask} of it`
  const problem = view.problem(POD, message, `use /${mask - Math.ceil(Math.log2(hosts))} or larger, or set ${argument}`)
  // Other networks may give out addresses by themselves; flannel takes those of the node.
  return isFlannel(view)
    ? { problems: [problem], notices: [] }
    : { problems: [], notices: [{ ...problem, level: 'warning' }] }
}

function isFlannel(view: View): boolean {
  const cni = view.get(['spec', 'cni'])
  return cni !== 'none' && !(typeof cni === 'object' && cni !== null && 'manifest' in cni)
}

function serviceSize(view: View, service: Subnet): Problem[] {
  const { text, family } = service
  const bits = addresses(service)
  const { mostServiceBits, fewestServices } = subnetLimits
  const largest = (family === 4 ? 32 : 128) - mostServiceBits
  if (bits > mostServiceBits)
    return [
      view.problem(
        SERVICE,
        `${text} is too large: kubeadm allows no more than a /${largest}`,
        `use /${largest} or smaller`,
      ),
    ]
  if (2 ** bits >= fewestServices) return []
  const least = (family === 4 ? 32 : 128) - Math.ceil(Math.log2(fewestServices))
  const message = `${text} has ${2 ** bits} addresses; kubeadm requires at least ${fewestServices}`
  return [view.problem(SERVICE, message, `use /${least} or larger`)]
}

function dualStack(view: View, paths: readonly Path[], { dualStackGate }: NodeCidrs): Problem[] {
  const version = view.text([...KUBERNETES, 'version'])
  const { dualStackFrom } = subnetLimits
  if (version === undefined || dualStackGate || compareVersions(minorOf(version), dualStackFrom) >= 0) return []
  const hint = `give one subnet, or set featureGates: { IPv6DualStack: true } in a ClusterConfiguration`
  const message = `Kubernetes ${minorOf(version)} has no dual stack by default; ${dualStackFrom} and later do`
  return paths.map((path) => view.problem(path, message, hint))
}

/** A Service has addresses of pods of its own family alone. */
function servedPods(
  view: View,
  service: Subnet,
  isFirst: boolean,
  pods: readonly Subnet[],
): (Problem & { readonly level?: 'warning' })[] {
  if (pods.some(({ family }) => family === service.family)) return []
  const message = `Services have IPv${service.family} addresses of ${service.text}, and no pod has one`
  const at = view.has(SERVICE) ? SERVICE : POD
  const problem = view.problem(at, message, 'give podSubnet and serviceSubnet the same families')
  return [isFirst ? problem : { ...problem, level: 'warning' }]
}
