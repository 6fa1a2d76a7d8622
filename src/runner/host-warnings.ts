import type { Cluster } from '../config/cluster.ts'
import { judgeKernel } from '../kubernetes/compatible.ts'
import { judgeContainerd } from '../kubernetes/containerd-checks.ts'
import type { HostWithFacts } from '../plan/plan-hosts.ts'
import { someOf } from '../report/text.ts'

/** What the compatibility table warns of by the facts of the hosts: one message for all hosts that it is so of. */
export function hostWarnings(cluster: Cluster, hosts: readonly HostWithFacts[]): readonly string[] {
  const found = new Map<string, string[]>()
  for (const { host, facts } of hosts) {
    // A version in cluster.yaml was judged when it was read.
    const runtime = cluster.runtime.version === '' ? judgeContainerd(cluster, facts) : undefined
    for (const one of [runtime, judgeKernel(facts.kernel, cluster.kubernetes.minor)]) {
      if (one?.level !== 'warning') continue
      const message = `${one.message}: ${one.hint}`
      found.set(message, [...(found.get(message) ?? []), host.name])
    }
  }
  return [...found].map(([message, names]) => `${someOf(names)}: ${message}`)
}
