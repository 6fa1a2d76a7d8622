import type { Host } from '../cluster/cluster.ts'
import type { Facts } from './facts.ts'

/** A host of cluster.yaml and what was read from it. */
export interface HostWithFacts {
  readonly host: Host
  readonly facts: Facts
}
