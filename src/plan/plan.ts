import type { Role } from '../cluster/cluster.ts'
import type { Source } from '../playbook/source.ts'
import type { Facts } from '../facts/facts.ts'

/** One step of one host with everything filled in: plain JSON-able data, no functions. */
export interface PlannedStep {
  readonly id: string
  readonly kind: string
  readonly title: string
  /** Validated parameters of the kind. */
  readonly params: unknown
  /** The content must appear in no diff, log or argument list. */
  readonly sensitive: boolean
  /** Services that owe a restart once this step changed something. */
  readonly owes: readonly string[]
  /** Values that must have arrived before apply starts. */
  readonly awaits: readonly string[]
  /** Values that other hosts get once this step holds. */
  readonly provides: readonly string[]
  /** Values for the client; left out where there are none. */
  readonly collect?: readonly string[]
  /** `when` was false. */
  readonly skipped: boolean
  readonly source: Source
}

export interface HostPlan {
  readonly host: string
  readonly role: Role
  readonly facts: Facts
  readonly steps: readonly PlannedStep[]
}

export interface Plan {
  readonly cluster: string
  readonly playbook: string
  readonly hosts: readonly HostPlan[]
  /** Shell functions that the playbook brought, by the name of the file. */
  readonly library?: Readonly<Record<string, string>> | undefined
}
