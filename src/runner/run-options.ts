import type { PlanFile } from '../bound-plan/plan-file.ts'
import type { Cluster } from '../cluster/cluster.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import type { Templates } from '../playbook/loading/find-templates.ts'
import type { Playbook } from '../playbook/playbook.ts'
import type { Pending } from '../program/pending.ts'
import type { Credentials } from '../registries/credentials.ts'
import type { Emit } from '../report/event.ts'
import type { Notice } from '../yaml/problem.ts'
import type { HostSetOptions } from './host-set.ts'

/** A playbook that is made once the facts of the hosts are known. */
export interface LatePlaybook {
  /** All that it may be made of. */
  readonly steps: Playbook['steps']
  /** Throws `invalid-input`. */
  readonly make: (hosts: readonly HostWithFacts[]) => Playbook
}

export interface RunOptions extends Omit<HostSetOptions, 'run'> {
  readonly cluster: Cluster
  readonly playbook: Playbook | LatePlaybook
  readonly templates: Templates
  /** What should be said of the cluster.yaml, though it is valid. */
  readonly notices?: readonly Notice[] | undefined
  readonly mode: 'apply' | 'plan' | 'verify'
  readonly limit?: readonly string[] | undefined
  /** Passwords and keys of registries. */
  readonly credentials?: Credentials | undefined
  /** A text of a host's without the secrets of this run and of that host: plan files hold digests of nothing else. */
  readonly scrub: (text: string, host: string) => string
  readonly logFile?: string | undefined
  readonly emit: Emit
  /** Shown what would change; false ends the run with nothing done. */
  readonly approve?: ((pending: ReadonlyMap<string, readonly Pending[]>) => Promise<boolean>) | undefined
  /** Apply only if facts, inputs and what would change are still as in this plan. */
  readonly bound?: PlanFile | undefined
  /** Aborted when the user does not want to wait for what still runs: the process ends right after. */
  readonly leaving: AbortSignal
  /** The command line that attaches to what still runs then. */
  readonly again: string
}
