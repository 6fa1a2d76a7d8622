import { journeys, type Case, type NodeKind } from './cases.ts'

/** A journey, and its place among all of them. */
export interface Next {
  readonly journey: readonly Case[]
  readonly kind: NodeKind
  readonly number: number
}

/**
 * Hands out journeys. A job that has a host gets one for that kind of host, if there is one left; otherwise one of a kind that
 * nobody has made a host of yet, since to make one and to read what it is undisturbed takes as long as half a journey.
 */
export function makeQueue(cases: readonly Case[]): (has: NodeKind | undefined) => Next | undefined {
  const left: Next[] = journeys(cases).map((journey, i) => ({
    ...{ journey, number: i + 1 },
    kind: journey[0]?.kind ?? 'debian12',
  }))
  const begun = new Set<NodeKind>()
  return (has) => {
    const next = left.find(({ kind }) => kind === has) ?? left.find(({ kind }) => !begun.has(kind)) ?? left[0]
    if (next === undefined) return undefined
    begun.add(next.kind)
    left.splice(left.indexOf(next), 1)
    return next
  }
}
