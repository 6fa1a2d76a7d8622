import { oneLine, pad, someOf } from '../report/text.ts'
import type { ClusterReport } from './cluster-report.ts'
import type { HostStatus } from './host-status.ts'
import { pendingOperations } from './pending-findings.ts'
import { sizeText } from './sizes.ts'
import type { Status } from './status.ts'

/** What is the same on most hosts is told once, below the table: each value, and who has it where there are several. Pure. */
export function summaryLines({ hosts, cluster, strangers }: Status): readonly string[] {
  const pending = hosts.flatMap((status) => pendingOperations(status).map((what) => `${status.host.name}: ${what}`))
  const all: readonly (readonly [title: string, text: string])[] = [
    ['Cgroup driver', byValue(hosts, cgroupDriver)],
    ['Sandbox image', byValue(hosts, ({ report }) => report.sandboxImage ?? '')],
    ['CNI file', byValue(hosts, ({ cniFile }) => cniFile)],
    ['etcd', etcdText(cluster)],
    ['DNS', cluster.dns ? `${cluster.dns.address} ${cluster.dns.serves ? 'serves' : 'does not serve'}` : ''],
    ['Not in file', someOf(strangers, 10)],
    ['Pending', someOf(pending, 10)],
  ]
  const shown = all.filter(([, text]) => text !== '')
  const width = Math.max(0, ...shown.map(([title]) => title.length))
  return shown.map(([title, text]) => `${pad(title, width + 2)}${oneLine(text)}`)
}

/** `systemd`, where kubelet and runtime agree or only one is known. */
function cgroupDriver({
  report: { kubeletCgroupDriver: kubelet = '', cgroupDriver: runtime = '' },
}: HostStatus): string {
  if (kubelet === '' || runtime === '' || kubelet === runtime) return kubelet || runtime
  return `kubelet ${kubelet}, runtime ${runtime}`
}

function byValue(hosts: readonly HostStatus[], valueOf: (status: HostStatus) => string): string {
  const groups = new Map<string, string[]>()
  for (const status of hosts) {
    const value = valueOf(status)
    if (value !== '') groups.set(value, [...(groups.get(value) ?? []), status.host.name])
  }
  if (groups.size < 2) return [...groups.keys()].join('')
  return [...groups].map(([value, names]) => `${value} (${someOf(names)})`).join('; ')
}

function etcdText({ etcd, etcdDown }: ClusterReport): string {
  if (etcdDown) return 'no answer'
  return etcd
    .map(({ name, size, leader }) => {
      const shown = name === '-' ? 'never started' : name
      return `${shown} ${size === undefined ? '(no answer)' : `${sizeText(size)}${leader ? ' (leader)' : ''}`}`
    })
    .join(', ')
}
