import { hash } from 'node:crypto'
import { headCommit } from '../commit.ts'

/** What CI's slices are chosen by: NODEPREP_SEED, or else the commit, so that other cases are run with each commit. */
export function seed(): string {
  return process.env['NODEPREP_SEED'] ?? headCommit() ?? 'no-commit'
}

/** The same cases in an order of the seed's own. A case that is added or removed leaves the order of the others as it is. */
export function inSeedOrder<T extends { readonly name: string }>(cases: readonly T[], seed: string): readonly T[] {
  return cases
    .map((one) => ({ one, key: hash('sha1', `${seed} ${one.name}`) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ one }) => one)
}
