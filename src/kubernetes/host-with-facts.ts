import type { Host } from '../cluster/cluster.ts'
import type { Facts } from '../facts/facts.ts'

export interface HostWithFacts {
  readonly host: Host
  readonly facts: Facts
}
