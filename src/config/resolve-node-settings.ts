import type { Host } from '../cluster/cluster.ts'
import { readTaint, type Taint } from '../notation/taint.ts'
import type { HostInput } from './schema/cluster.ts'

type Settings = 'labels' | 'annotations' | 'taints'

/** A taint as it was written, which the schema has checked. */
export const resolveTaint = (given: string | Taint): readonly Taint[] => {
  const taint = typeof given === 'string' ? readTaint(given) : given
  return taint ? [taint] : []
}

/** What a host's node object is given; nothing for what is empty. */
export function resolveNodeSettings({
  labels,
  annotations,
  taints = [],
}: Pick<HostInput, Settings>): Pick<Host, Settings> {
  return {
    ...(labels && Object.keys(labels).length > 0 && { labels }),
    ...(annotations && Object.keys(annotations).length > 0 && { annotations }),
    ...(taints.length > 0 && { taints: taints.flatMap(resolveTaint) }),
  }
}
