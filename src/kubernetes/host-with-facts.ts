import type { Host } from '../config/cluster.ts'
import type { Facts } from '../facts/facts.ts'

export interface HostWithFacts {
  readonly host: Host
  readonly facts: Facts
}
