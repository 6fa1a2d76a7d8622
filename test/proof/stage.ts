import type { Count, Output } from './count.ts'

/** Something that takes too long for CI. */
export interface Stage {
  /** `GROUP` or `GROUP/SHARD`; docs/proof-results.md has one row a group. */
  readonly name: string
  /** One line for people. */
  readonly what: string
  /** Only run when it is named. */
  readonly optional?: boolean
  /** Its command; JSON is a file that only this stage writes, also on later starts. */
  readonly command: (json: string) => readonly string[]
  /** Starts with an empty cache folder. */
  readonly fromNothing?: boolean
  readonly count: (output: Output) => Count
}

export const groupOf = (stage: string): string => stage.split('/')[0] ?? stage
