import { hash } from 'node:crypto'
import { headCommit } from './commit.ts'

/** What CI's slices are chosen by: NODEPREP_SEED, or else the commit, so that other cases are run with each commit. */
export function seed(): string {
  return process.env['NODEPREP_SEED'] ?? headCommit() ?? 'no-commit'
}

/**
 * The same list in an order of the seed's own. A member that is added or removed leaves the order of the others as it is. `key`
 * tells members apart.
 */
export function inSeedOrder<T>(list: readonly T[], seed: string | number, key: (one: T) => string): readonly T[] {
  return list
    .map((one) => ({ one, place: hash('sha1', `${seed} ${key(one)}`) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ one }) => one)
}
