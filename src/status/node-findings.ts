import type { Around } from './around.ts'
import type { Finding } from './finding.ts'
import type { HostStatus } from './host-status.ts'

/** Why a host is no node, or its node is not Ready. Pure. */
export function nodeFindings(
  { host, facts, node, report }: HostStatus,
  { look, cluster, file }: Around,
): readonly Finding[] {
  const hosts = [host.name]
  if (facts?.kubernetes.state === 'none') return notJoined(hosts, facts.kubernetes.cutOff, file)
  return [...stoppedUnits(hosts, report), ...(cluster.api === true ? nodeState(hosts, node, look) : [])]
}

/** A node stays Ready for 40 seconds after its kubelet has stopped. */
function stoppedUnits(hosts: readonly string[], { units }: HostStatus['report']): readonly Finding[] {
  return Object.entries(units).flatMap(([unit, state]) => {
    const remedy = `See journalctl -u ${unit} on the host, and start it with systemctl start ${unit}.`
    return state === 'active' ? [] : [{ level: 'problem', hosts, message: `${unit} is ${state}`, remedy }]
  })
}

function nodeState(hosts: readonly string[], node: HostStatus['node'], look: Around['look']): readonly Finding[] {
  if (node === undefined)
    return [
      {
        ...{ level: 'problem', hosts },
        message: 'has joined a cluster, and has no node in it',
        remedy: 'See journalctl -u kubelet on the host. If its node was deleted, restart kubelet there.',
      },
    ]
  if (node.ready === 'True') return []
  const said = [node.reason, node.message].filter(Boolean).join(': ') || 'kubelet has not reported its state'
  const awaitsNetwork = look.cluster.cni.kind === 'none' && node.message.includes('NetworkPluginNotReady')
  return [
    {
      ...{ level: awaitsNetwork ? 'warning' : 'problem', hosts },
      message: `node is not Ready: ${said}`,
      remedy: awaitsNetwork
        ? 'cluster.yaml has cni: none. Install a network.'
        : 'See kubectl describe node, and journalctl -u kubelet on the host.',
    },
  ]
}

function notJoined(hosts: readonly string[], cutOff: boolean, file: string): readonly Finding[] {
  const message = cutOff ? 'kubeadm was cut off before the host was a node' : 'has not joined a cluster'
  return [{ level: 'problem', hosts, message, remedy: `To make it a node, run nodeprep apply ${file}.` }]
}
