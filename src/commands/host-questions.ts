import type { Cluster } from '../cluster/cluster.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { hasNodeSettings } from '../kubernetes/node-settings.ts'
import { asksOf } from '../preflight/live/asks.ts'
import { hasJoined } from '../preflight/live/live-check.ts'
import type { HostSetOptions } from '../runner/host-set.ts'
import { runtimeReads } from '../runtimes/runtime-facts.ts'

/** What a run has to ask hosts about Kubernetes and runtimes, of which the runner knows nothing. */
export function hostQuestions(cluster: Cluster): Pick<HostSetOptions, 'asks' | 'joins' | 'reads'> {
  return { asks: (host) => asksOf(cluster, host), joins: needsControlPlanes, reads: runtimeReads() }
}

/** It joins, or its node has or once had labels, annotations or taints of cluster.yaml, which are set from a control plane. */
function needsControlPlanes(one: HostWithFacts): boolean {
  return !hasJoined(one) || hasNodeSettings(one.host) || one.facts.kubernetes.nodeSettings
}
