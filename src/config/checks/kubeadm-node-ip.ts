import type { KubeadmDocument } from '../../cluster/cluster.ts'
import type { Problem } from '../../yaml/problem.ts'
import type { View } from '../../validation/validate.ts'
import { itemsAt } from '../../validation/items-at.ts'
import { nodeAt, startOf, textAt } from '../../yaml/node.ts'
import type { Path, YamlDocument } from '../../yaml/node.ts'

const ARGUMENTS: Path = ['nodeRegistration', 'kubeletExtraArgs']
const HOSTS: Path = ['spec', 'hosts']

/** Where a document sets node-ip: a key of a map, or from v1beta4 on the name of an item. */
function nodeIpPath({ root }: YamlDocument): Path | undefined {
  const given = nodeAt(root, ARGUMENTS)
  if (given?.kind === 'mapping')
    return given.entries.some(({ key }) => key === 'node-ip') ? [...ARGUMENTS, 'node-ip'] : undefined
  const index =
    given?.kind === 'sequence'
      ? given.items.findIndex((_, i) => textAt(root, [...ARGUMENTS, i, 'name']) === 'node-ip')
      : -1
  return index < 0 ? undefined : [...ARGUMENTS, index]
}

/** Hosts that a document may be for: one host runs kubeadm init, and any of the control planes may come to be that one. */
function hostsOf(kind: KubeadmDocument['kind'], view: View): number {
  const count = view.count(HOSTS)
  if (kind === 'JoinConfiguration') return count - 1
  return Array.from({ length: count }, (_, i) => view.text([...HOSTS, i, 'role'])).filter(
    (role) => role === 'control-plane',
  ).length
}

/** One document serves all hosts, and no two nodes can have the same address. */
export function checkNodeIp(document: YamlDocument, kind: KubeadmDocument['kind'], view: View): Problem[] {
  if (kind !== 'JoinConfiguration' && kind !== 'InitConfiguration') return []
  const path = nodeIpPath(document)
  const hosts = hostsOf(kind, view)
  if (path === undefined) return []
  if (itemsAt(view, HOSTS).some((host) => view.has([...host, 'nodeIP'])))
    return [
      document.problem(
        startOf(document.root, path),
        path,
        'node-ip is also nodeIP of hosts',
        'keep it in spec.hosts alone',
      ),
    ]
  if (hosts < 2) return []
  return [
    document.problem(
      startOf(document.root, path),
      path,
      `one node-ip for ${hosts} hosts, which cannot share an address`,
      'leave it out; every node gets the address of its host in spec.hosts',
    ),
  ]
}
