import { clusterCases, clusterSlice, type ClusterCase } from './cluster/cases.ts'
import { nodeCases, nodeSlice, type Case } from './node/cases.ts'
import { seed } from '../seed.ts'
import { ofShard, parseShard } from './shard.ts'

/** What of the matrix is asked for; see `npm run faults -- --help`. */
export interface Selection {
  readonly only: readonly string[]
  readonly playbook?: string | undefined
  readonly slice?: string | undefined
  readonly shard?: string | undefined
}

export interface Selected {
  readonly node: readonly Case[]
  readonly cluster: readonly ClusterCase[]
}

/** The cases that are asked for, in the matrix's order. */
export function select({ only, playbook, slice, shard }: Selection): Selected {
  const part = shard === undefined ? undefined : parseShard(shard)
  if (slice !== undefined && slice !== 'ci') throw new Error(`--slice ${slice}: expected ci`)
  const of = <T extends { readonly name: string }>(name: string, cases: readonly T[]): readonly T[] => {
    if (playbook !== undefined && playbook !== name) return []
    const named = cases.filter((one) => only.length === 0 || only.some((start) => one.name.startsWith(start)))
    return part === undefined ? named : ofShard(named, part)
  }
  return {
    node: of('node', slice === 'ci' ? nodeSlice(seed()) : nodeCases()),
    cluster: of('cluster', slice === 'ci' ? clusterSlice(seed()) : clusterCases()),
  }
}
