import { inSeedOrder } from '../seed.ts'

interface Choosable {
  readonly name: string
  readonly fault: { readonly name: string }
}

/** Whether cases can be run together in the time that a slice has. */
export type Fits<T> = (cases: readonly T[]) => boolean

/**
 * `size` cases by a seed, or fewer when no more fit. A slice with room for every fault starts with as many cases of any kind as
 * there is room for beside the faults: these make every case come up with some seed. Then each missing fault gets a case, those
 * with the fewest cases first, since they have the fewest places. A smaller slice has a case each of the seed's first faults.
 */
export function choose<T extends Choosable>(
  all: readonly T[],
  seed: string,
  size: number,
  fits: Fits<T>,
): readonly T[] {
  const order = inSeedOrder(all, seed, ({ name }) => name)
  const byFault = new Map<string, T[]>()
  for (const one of order) byFault.set(one.fault.name, [...(byFault.get(one.fault.name) ?? []), one])
  const chosen = new Set<T>()
  const takeOne = (from: readonly T[]): void => {
    const found = from.find((one) => !chosen.has(one) && fits([...chosen, one]))
    if (found !== undefined && chosen.size < size) chosen.add(found)
  }
  for (let spare = size - byFault.size; spare > 0; spare -= 1) takeOne(order)
  const enough = size >= byFault.size
  const names = inSeedOrder([...byFault.keys()], seed, (name) => name)
  const count = (name: string): number => (enough ? (byFault.get(name)?.length ?? 0) : 0)
  for (const name of names.toSorted((a, b) => count(a) - count(b))) {
    if (![...chosen].some(({ fault }) => fault.name === name)) takeOne(byFault.get(name) ?? [])
  }
  for (let left = size - chosen.size; left > 0; left -= 1) takeOne(order)
  return all.filter((one) => chosen.has(one))
}
