import { merged } from './finding.ts'
import type { HostStatus } from './host-status.ts'
import { pendingOperations } from './pending-findings.ts'
import type { Status } from './status.ts'

/** Everything that is known, as plain data: `null` is what nobody knows. The keys are documented in docs/commands.md. Pure. */
export function statusJson({ name, at, hosts, cluster, strangers, findings, exitCode }: Status): object {
  return {
    ...{ cluster: name, at: at.toISOString(), exitCode },
    hosts: hosts.map(hostJson),
    nodesNotInFile: strangers,
    apiServer: cluster.api ?? null,
    etcd: cluster.etcd.map(({ size, ...member }) => ({ ...member, sizeBytes: size ?? null })),
    dns: cluster.dns ?? null,
    findings: merged(findings),
  }
}

function hostJson(status: HostStatus): object {
  const { host, facts, node, report, state } = status
  return {
    ...{ name: host.name, address: host.address, role: host.role, status: status.word },
    error: state.ended?.error ?? null,
    node: node ? { ready: node.ready, reason: node.reason, message: node.message, cordoned: node.cordoned } : null,
    kubernetes: status.kubernetes || null,
    runtime: status.runtime || null,
    units: report.units,
    cgroupDriver: { kubelet: report.kubeletCgroupDriver ?? null, runtime: report.cgroupDriver ?? null },
    sandboxImage: report.sandboxImage ?? null,
    cniFile: status.cniFile || null,
    certificates: report.certificates.map(({ file, expires }) => ({ file, expires: expires.toISOString() })),
    certificateDays: status.certificateDays ?? null,
    clockOffsetSeconds: facts?.clockOffset ?? null,
    clockErrorSeconds: facts?.clockError ?? null,
    var: report.var ? { sizeBytes: report.var.size, freeBytes: report.var.free } : null,
    differences: status.differences ?? null,
    drift: state.pending.map(({ step, title }) => ({ step, title })),
    pendingOperations: pendingOperations(status),
    run: report.run ?? null,
  }
}
