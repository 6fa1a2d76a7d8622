import type { Cluster } from '../cluster/cluster.ts'
import { asksOf } from '../preflight/live/asks.ts'
import { hasJoined } from '../preflight/live/live-check.ts'
import type { HostSetOptions } from '../runner/host-set.ts'

/** What a run has to ask hosts about Kubernetes, of which the runner knows nothing. */
export function hostQuestions(cluster: Cluster): Pick<HostSetOptions, 'asks' | 'joins'> {
  return { asks: (host) => asksOf(cluster, host), joins: (one) => !hasJoined(one) }
}
