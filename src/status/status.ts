import { exitCodeOf, type ExitCode } from '../report/exit-code.ts'
import { parseClusterReport, type ClusterReport } from './cluster-report.ts'
import { clusterFindings } from './cluster-findings.ts'
import type { Finding } from './finding.ts'
import { hostFindings } from './host-findings.ts'
import { hostStatus, type HostStatus } from './host-status.ts'
import type { Look } from './look.ts'

/** What `nodeprep status` shows. */
export interface Status {
  readonly name: string
  readonly at: Date
  readonly hosts: readonly HostStatus[]
  readonly cluster: ClusterReport
  /** Nodes of the cluster that cluster.yaml does not have. */
  readonly strangers: readonly string[]
  readonly findings: readonly Finding[]
  readonly exitCode: ExitCode
}

/** What follows from one look. Pure. @param file the cluster.yaml, as remedies name it */
export function statusOf(look: Look, file: string): Status {
  const { cluster: wanted, at, targets } = look
  const cluster = parseClusterReport(look.clusterReport?.text ?? '')
  const hosts = wanted.hosts.filter(({ name }) => targets.includes(name)).map((host) => hostStatus(look, host, cluster))
  const strangers = [...cluster.nodes.keys()].filter((name) => !wanted.hosts.some((host) => host.name === name)).sort()
  const around = { look, cluster, file, atWork: [...look.reports.values()].some((text) => /^run /m.test(text)) }
  const findings = [
    ...hosts.flatMap((host) => hostFindings(host, around)),
    ...clusterFindings({ ...around, strangers }),
  ]
  const worst = exitCodeOf(look.outcomes.map((outcome) => (outcome === 'would-change' ? 'ok' : outcome)))
  const exitCode = worst === 0 && findings.some(({ level }) => level === 'problem') ? 4 : worst
  return { name: wanted.name, at, hosts, cluster, strangers, findings, exitCode }
}
