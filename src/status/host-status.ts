import type { Host } from '../cluster/cluster.ts'
import type { HostState } from '../report/host-state.ts'
import type { ClusterReport, NodeReport } from './cluster-report.ts'
import { parseHostReport, type HostReport } from './host-report.ts'
import type { Look } from './look.ts'
import { hostWord } from './host-word.ts'

/** One host: what cluster.yaml has of it, what it has said, and what the cluster says of its node. */
export interface HostStatus {
  readonly host: Host
  /** One word for people: `Ready`, `NotReady`, `Unreachable`; see {@link hostWord}. */
  readonly word: string
  readonly node: NodeReport | undefined
  /** Undefined where the host was not reached. */
  readonly facts: NonNullable<ReturnType<Look['found']['get']>>['facts'] | undefined
  readonly report: HostReport
  /** Versions that are in use, without a `v`: as its node says, else of its packages; '' where nobody knows. */
  readonly kubernetes: string
  readonly runtime: string
  /** The file in /etc/cni/net.d that the runtime uses; '' for none. */
  readonly cniFile: string
  /** Days until the first of its certificates ends, authorities apart; undefined without any. */
  readonly certificateDays: number | undefined
  readonly state: HostState
  /** What differs from cluster.yaml: refusals, and steps of an apply. Undefined where that could not be found out. */
  readonly differences: number | undefined
}

const DAY = 86_400_000

/** Whole days from one time to another. */
export function daysUntil(expires: Date, now: Date): number {
  return Math.floor((expires.getTime() - now.getTime()) / DAY)
}

/** The status of one host of cluster.yaml. Pure. */
export function hostStatus(look: Look, host: Host, cluster: ClusterReport): HostStatus {
  const { name } = host
  const state = look.state.host(name)
  const facts = look.found.get(name)?.facts
  const node = cluster.nodes.get(name)
  const report = parseHostReport(look.reports.get(name) ?? '')
  const refusals = look.refusals.filter((refusal) => refusal.host === name).flatMap(({ names }) => names)
  const leaves = report.certificates.filter(({ authority }) => !authority)
  const days = leaves.map(({ expires }) => daysUntil(expires, look.at))
  const kubelet = node?.kubelet ?? facts?.live.kubelet ?? ''
  const [installed] = Object.entries(facts?.live.runtimes ?? {}).map(([kind, version]) => `${kind}://${version}`)
  const looked = facts !== undefined && look.reports.has(name)
  return {
    ...{ host, node, facts, report, state },
    word: hostWord({ state, facts, node, api: cluster.api, refusals }),
    kubernetes: kubelet.replace(/^v/, ''),
    runtime: (node?.runtime ?? installed ?? '').replace('://', ' '),
    cniFile: facts?.live.networks[0] ?? '',
    certificateDays: days.length > 0 ? Math.min(...days) : undefined,
    differences: looked || refusals.length > 0 ? refusals.length + state.pending.length : undefined,
  }
}
