import { hash } from 'node:crypto'

/** In an order that a seed decides: the same list gives the same order. `key` tells members apart. */
export function shuffled<T>(list: readonly T[], seed: number, key: (one: T) => string): readonly T[] {
  return list
    .map((one) => [hash('sha256', `${seed} ${key(one)}`), one] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one)
}
