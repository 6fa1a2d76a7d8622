import type { PlaybookStep } from '../playbook/playbook.ts'

/** One value that a command line can give to an operation. */
export interface OptionSpec {
  readonly type: 'boolean' | 'choice' | 'duration' | 'integer' | 'count' | 'list'
  readonly description: string
  readonly choices?: readonly string[] | undefined
  /** As it is written on a command line. */
  readonly default?: string | number | undefined
  /** Options that cannot be given beside this one. */
  readonly conflicts?: readonly string[] | undefined
  /** The operation sees cluster.yaml as if this field had the value. */
  readonly sets?: 'runtime.kind' | undefined
}

export type OptionValue = boolean | number | string
export type OptionValues = Readonly<Record<string, OptionValue>>

/** In what order nodes have their turn; `lead` is the control plane from which the others are drained. */
export type NodeClass = 'interrupted' | 'workers' | 'control-planes' | 'lead'

/** What is done in an operation, in this order: `before` and `after` by the lead around each node, the rest by the nodes. */
export const phases = ['check', 'before', 'run', 'after', 'finish'] as const
export type Phase = (typeof phases)[number]

/** A loaded operation: what happens to the nodes of a cluster one after the other. */
export interface Operation {
  readonly name: string
  readonly description: string
  readonly file: string
  readonly options: Readonly<Record<string, OptionSpec>>
  /** One of these options has to be given. */
  readonly requires: readonly string[]
  readonly ignoreChecks: readonly string[]
  /** It runs once for each value on the way from the one in use to that of cluster.yaml. */
  readonly stages?: 'kubernetes.version' | undefined
  /** The user types the name of the cluster before anything is changed. */
  readonly confirm: boolean
  /** Template of what is said at the end. */
  readonly message?: string | undefined
  readonly nodes: {
    /** Template that tells which nodes are meant; all when left out. */
    readonly when?: string | undefined
    /** What to say when none is. */
    readonly none?: string | undefined
    /** Hosts have to be named, and none of them leads. */
    readonly named: boolean
    /** Hosts that are not nodes are meant as well. */
    readonly strangers: boolean
    /** Why it is not for some nodes of a cluster that goes on; it can be when left out. */
    readonly whole?: string | undefined
    readonly order: readonly NodeClass[]
    /** Template that tells of a node that an earlier run left half way. */
    readonly interrupted?: string | undefined
    /** It is about dead nodes, too: the lead does for them what is before and after the turn that they cannot have. */
    readonly dead: boolean
    /** Number or percentage of nodes that may be out of service at the same time; a template. */
    readonly atOnce: string
  }
  readonly phases: Readonly<Record<Phase, readonly PlaybookStep[]>>
  readonly library: Readonly<Record<string, string>>
}
