import { initHostOf } from '../../kubernetes/init-host.ts'
import type { HostWithFacts } from '../../facts/host-with-facts.ts'
import { hasJoined, isControlPlane, type LiveCheck } from './live-check.ts'

/** Kubernetes knows a node by its name alone. */
export const nodeName: LiveCheck = (_, one) => {
  const { nodeName: is } = one.facts.live
  const { name } = one.host
  if (!hasJoined(one) || is === '' || is === name.toLowerCase()) return undefined
  return {
    message: `this host is node ${is} of the cluster, but cluster.yaml names it ${name}; a node cannot be renamed`,
    remedy: `Set its name back to ${is}. To rename it, drain and delete node ${is}, run kubeadm reset on this host, and apply again.`,
  }
}

/** A node is either one or the other from the moment it joins. */
export const role: LiveCheck = (_, one) => {
  if (!hasJoined(one)) return undefined
  const is = isControlPlane(one) ? 'control-plane' : 'worker'
  if (is === one.host.role) return undefined
  return {
    message: `this host has joined as ${is}, but cluster.yaml specifies ${one.host.role}; a node's role cannot be changed`,
    remedy: `Set its role back to ${is}. To change it, drain and delete the node, run kubeadm reset on this host, and apply again.`,
  }
}

const RESET =
  'If nothing on it is needed, run kubeadm reset -f on this host and apply again, and it joins this cluster.'

/** Members of a former cluster look joined, and are not in this one. An authority that is being replaced has two certificates. */
export const otherCluster: LiveCheck = (cluster, one, all) => {
  const own = one.facts.live.authorities
  if (!hasJoined(one) || own.length === 0) return undefined
  const { name } = one.host
  const planes = cluster.hosts.filter((host) => host.role === 'control-plane')
  const known = planes.map((host) => all.find((other) => other.host.name === host.name))
  const initHost = initHostOf(cluster, all)
  const lead = all.find(({ host }) => host.name === initHost)
  if (lead && hasJoined(lead)) {
    const theirs = lead.facts.live.authorities
    if (lead === one || theirs.length === 0 || own.some((authority) => theirs.includes(authority))) return undefined
    return {
      message: `${name} belongs to another cluster than ${lead.host.name}: its CA is ${short(own)}, that of ${lead.host.name} is ${short(theirs)}`,
      remedy: RESET,
    }
  }
  // Nothing is known of a control plane that is not asked, and one whose kubeadm was cut off may be that of this host.
  if (!known.every((plane): plane is HostWithFacts => plane !== undefined && !plane.facts.kubernetes.cutOff))
    return undefined
  if (known.some((plane) => hasJoined(plane))) return undefined
  return {
    message: `${name} belongs to another cluster (CA ${short(own)}): no control plane in cluster.yaml has joined one`,
    remedy: `${RESET} If its cluster is still needed, restore the control plane instead.`,
  }
}

/**
 * It was removed while it did not answer, and is back with all it had. Its kubelet may have registered its node again; its member of
 * etcd is none any more.
 */
export const removed: LiveCheck = (_, one, all) => {
  const { name } = one.host
  const by = all.find(({ host, facts }) => host.name !== name && facts.kubernetes.removed.includes(name.toLowerCase()))
  if (!hasJoined(one) || by === undefined) return undefined
  return {
    message: `${name} was removed from the cluster while it did not answer, according to ${by.host.name}, and still has what it had as a node: it is not trusted as a member`,
    remedy: `Reset it: nodeprep remove cluster.yaml --limit ${name}. Then apply makes it a node again, or take it out of spec.hosts.`,
  }
}

const short = ([first = '']: readonly string[]) => `sha256:${first.slice(0, 12)}`
