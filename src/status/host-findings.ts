import type { Around } from './around.ts'
import type { Finding } from './finding.ts'
import { daysUntil, type HostStatus } from './host-status.ts'
import { nodeFindings } from './node-findings.ts'
import { pendingFindings } from './pending-findings.ts'

/** Days before the end of a certificate from which on it is warned of; kubelet renews its own well before. */
const CERTIFICATE_DAYS = 30
/** Seconds that a host's clock may be off from that of this machine: the same as between hosts. */
const CLOCK_SECONDS = 5
/** Of /var; below that kubelet evicts pods by its defaults (`nodefs.available`). */
const FREE_PART = 0.1

/** All that needs attention on one host, the gravest first. Pure. */
export function hostFindings(status: HostStatus, around: Around): readonly Finding[] {
  const { host, state, facts } = status
  const hosts = [host.name]
  const error = state.ended?.error
  const failed: readonly Finding[] =
    error === undefined ? [] : [{ level: 'problem', hosts, message: error.message, remedy: error.remedy ?? '' }]
  if (facts === undefined) return failed
  const warnings = around.look.warnings.filter((warning) => warning.host === host.name)
  return [
    ...failed,
    ...nodeFindings(status, around),
    ...pendingFindings(status, around),
    ...differences(status, around),
    ...certificates(status, around.look.at),
    ...resources(status),
    ...warnings.map(({ message }) => ({ level: 'warning' as const, hosts, message, remedy: '' })),
  ]
}

/** Where cluster.yaml and the host differ. */
function differences({ host, state, facts }: HostStatus, { look, file }: Around): readonly Finding[] {
  const hosts = [host.name]
  const refused = look.refusals
    .filter((refusal) => refusal.host === host.name)
    .map(({ message, remedy }) => ({ level: 'problem' as const, hosts, message, remedy }))
  const remedy = `To see the changes, run nodeprep plan ${file}; to make them, nodeprep apply ${file}.`
  // A bare host lacks everything.
  if (facts?.kubernetes.state === 'none') return refused
  return [
    ...refused,
    ...state.pending.map(({ title }) => ({
      ...{ level: 'problem' as const, hosts, remedy },
      message: `differs from cluster.yaml: ${title}`,
    })),
  ]
}

function certificates({ host, report }: HostStatus, now: Date): readonly Finding[] {
  return report.certificates.flatMap(({ file, expires, authority }) => {
    const days = daysUntil(expires, now)
    if (days >= CERTIFICATE_DAYS) return []
    const date = expires.toISOString().slice(0, 10)
    const expired = expires.getTime() <= now.getTime()
    const remedy = authority
      ? 'Replace the certificate authority by hand: kubeadm does not renew it.'
      : file.startsWith('/var/lib/kubelet/')
        ? 'kubelet renews it by itself: see journalctl -u kubelet on the host for why it did not.'
        : 'Run kubeadm certs renew all on the host and restart its control plane. nodeprep upgrade renews it, too.'
    const message = expired ? `${file} expired on ${date}` : `${file} expires on ${date}, in ${days} days`
    return [{ level: expired ? ('problem' as const) : ('warning' as const), hosts: [host.name], message, remedy }]
  })
}

function resources({ host, report, facts }: HostStatus): readonly Finding[] {
  const hosts = [host.name]
  const found: Finding[] = []
  const { kubeletCgroupDriver: kubelet, cgroupDriver: runtime, var: disk } = report
  if (runtime !== undefined && kubelet !== undefined && kubelet !== runtime)
    found.push({
      ...{ level: 'problem', hosts },
      message: `kubelet uses cgroup driver ${kubelet}, the container runtime ${runtime}`,
      remedy: 'Both have to use systemd: see the differences from cluster.yaml, and restart the one that was changed.',
    })
  if (disk && disk.free < disk.size * FREE_PART)
    found.push({
      ...{ level: 'warning', hosts },
      message: `/var has ${Math.floor((disk.free / disk.size) * 100)} % free`,
      remedy: 'kubelet evicts pods below 10 %. Free space, for example with crictl rmi --prune, or enlarge /var.',
    })
  const { clockOffset = 0, clockError = 0 } = facts ?? {}
  if (Math.abs(clockOffset) > CLOCK_SECONDS + clockError)
    found.push({
      ...{ level: 'warning', hosts },
      message: `clock is ${Math.abs(clockOffset).toFixed(0)} s ${clockOffset > 0 ? 'ahead of' : 'behind'} this machine`,
      remedy: 'Set the clocks, best with chrony or systemd-timesyncd.',
    })
  return found
}
