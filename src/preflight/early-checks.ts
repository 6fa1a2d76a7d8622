import type { Cluster } from '../cluster/cluster.ts'
import { checkNames } from '../config/schema/check-names.ts'
import type { Finding } from '../facts/finding.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { hostChecks } from './host-checks.ts'
import { fixedChecks, liveChecks } from './live/live-checks.ts'
import { runtimeOf } from '../runtimes/runtimes.ts'
import { pairChecks } from './pair-checks.ts'

/** Everything that all checks have against one host. */
export interface Refusal extends Finding {
  readonly host: string
  /** Names of the checks; `ignoreChecks` takes those of {@link checkNames}. */
  readonly names: readonly string[]
}

function refusal(host: string, found: readonly (readonly [string, Finding])[]): Refusal {
  const names = found.map(([name]) => name)
  const taken = names.filter((name) => checkNames.includes(name))
  const override = taken.length > 0 ? ` Or override with ignoreChecks: [${taken.join(', ')}].` : ''
  return {
    host,
    names,
    message: found.map(([, { message }]) => message).join('; '),
    remedy: `${found.map(([, { remedy }]) => remedy).join(' ')}${override}`,
  }
}

/** What cannot work, told from the facts alone before anything changes on any host: one message a host, or none. */
export function earlyChecks(cluster: Cluster, hosts: readonly HostWithFacts[]): readonly Refusal[] {
  return hosts.flatMap((one) => {
    const all: readonly (readonly [string, Finding | undefined])[] = [
      ...Object.entries(hostChecks).map(([name, check]) => [name, check(cluster, one)] as const),
      ...Object.entries(runtimeOf(cluster).hostChecks).map(
        ([name, check]) => [name, check(cluster, one.facts)] as const,
      ),
      ...Object.entries(pairChecks).map(([name, check]) => [name, check(one, hosts)] as const),
      ...Object.entries({ ...fixedChecks, ...liveChecks }).map(
        ([name, check]) => [name, check(cluster, one, hosts)] as const,
      ),
    ]
    const found = all.flatMap(([name, finding]) =>
      finding && !cluster.ignoreChecks.includes(name) ? [[name, finding] as const] : [],
    )
    return found.length > 0 ? [refusal(one.host.name, found)] : []
  })
}
