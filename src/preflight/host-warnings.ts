import type { Cluster } from '../cluster/cluster.ts'
import { judgeKernel, type Judgement } from '../kubernetes/versions/compatible.ts'
import { judgeVersion } from '../runtimes/judge-version.ts'
import { otherNodeAddress } from './live/node-address.ts'
import { runtimeOf } from '../runtimes/runtimes.ts'
import { relativeOf } from '../facts/systems.ts'
import type { Facts } from '../facts/facts.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { someOf } from '../report/text.ts'

function untried({ os }: Facts): Judgement | undefined {
  const relative = relativeOf(os)
  if (relative === undefined) return undefined
  const message = `${os.name} is planned like Enterprise Linux ${relative.enterpriseLinux}, and nodeprep was not tested on it`
  return { level: 'warning', message, hint: 'watch the first host' }
}

/** What the compatibility table warns of by the facts of the hosts: one message for all hosts that it is so of. */
export function hostWarnings(cluster: Cluster, hosts: readonly HostWithFacts[]): readonly string[] {
  const found = new Map<string, string[]>()
  const wanted = runtimeOf(cluster)
  for (const { host, facts } of hosts) {
    // A version in cluster.yaml was judged when it was read.
    const version = cluster.runtime.version === '' ? wanted.expectedVersion(cluster, facts) : ''
    const runtime = judgeVersion(wanted, version, cluster.kubernetes.minor)
    for (const one of [runtime, judgeKernel(facts.kernel, cluster.kubernetes.minor), untried(facts)]) {
      if (one?.level !== 'warning') continue
      const message = `${one.message}: ${one.hint}`
      found.set(message, [...(found.get(message) ?? []), host.name])
    }
  }
  const addresses = hosts.flatMap((one) => {
    const message = otherNodeAddress(cluster, one)
    return message === undefined ? [] : [`${one.host.name}: ${message}`]
  })
  return [...[...found].map(([message, names]) => `${someOf(names)}: ${message}`), ...addresses]
}
