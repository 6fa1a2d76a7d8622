import type { Cluster } from '../cluster/cluster.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { hasNodeSettings } from '../kubernetes/node-settings.ts'
import type { PlaybookStep } from '../playbook/playbook.ts'
import { asksOf } from '../preflight/live/asks.ts'
import { hasJoined } from '../preflight/live/live-check.ts'
import type { HostSetOptions } from '../runner/host-set.ts'
import { runtimeReads } from '../runtimes/runtime-facts.ts'

/**
 * What a run has to ask hosts about Kubernetes, of which the runner knows nothing, and the files that it has to know.
 * @param steps all that the run may plan
 */
export function hostQuestions(
  cluster: Cluster,
  steps: readonly PlaybookStep[],
): Pick<HostSetOptions, 'asks' | 'joins' | 'reads'> {
  return { asks: (host) => asksOf(cluster, host), joins: needsControlPlanes, reads: readsOf(steps) }
}

/** It joins, or its node has or once had labels, annotations or taints of cluster.yaml, which are set from a control plane. */
function needsControlPlanes(one: HostWithFacts): boolean {
  return !hasJoined(one) || hasNodeSettings(one.host) || one.facts.kubernetes.nodeSettings
}

/** The files of hosts that steps, or what is resolved for them, are made from. */
export function readsOf(steps: readonly PlaybookStep[]): readonly string[] {
  return [...new Set([...runtimeReads(), ...steps.flatMap(({ reads }) => reads ?? [])])]
}
