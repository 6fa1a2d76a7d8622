import type { Cluster } from '../../cluster/cluster.ts'
import type { Finding } from '../../facts/finding.ts'
import type { HostWithFacts } from '../../facts/host-with-facts.ts'

/** Compares cluster.yaml with what is in effect on a host that has joined, or with its neighbours. */
export type LiveCheck = (cluster: Cluster, one: HostWithFacts, all: readonly HostWithFacts[]) => Finding | undefined

/** What cannot be changed by apply, and what to write instead. */
export const BACK = 'Set it back in cluster.yaml'

export const hasJoined = ({ facts }: HostWithFacts): boolean => facts.kubernetes.state !== 'none'

/** Runs the API server, also where admin.conf was taken away. */
export const isControlPlane = ({ facts }: HostWithFacts): boolean =>
  facts.kubernetes.state === 'control-plane' || Object.hasOwn(facts.live.staticPods, 'kube-apiserver')
