import { inSeedOrder } from '../seed.ts'

/** A file of tests with hosts, and how long it took when that was last measured; a new file has no time yet. */
export interface TestFile {
  readonly name: string
  readonly seconds?: number | undefined
}

/** Files up to this many seconds, and new ones, are part of every slice. */
export const short = 60

/**
 * The files that CI runs by a seed: those in `always`, all short and new ones, and as many of the long ones as the budget, in
 * seconds of all files one after the other, has room for. Each long file comes up with some seed if it fits beside the others.
 */
export function chooseFiles(
  files: readonly TestFile[],
  { seed, budget, always }: { readonly seed: string; readonly budget: number; readonly always: readonly string[] },
): readonly TestFile[] {
  const isFixed = ({ name, seconds = 0 }: TestFile): boolean => seconds <= short || always.includes(name)
  const chosen = files.filter(isFixed)
  let left = budget - total(chosen)
  for (const file of inSeedOrder(files, seed, ({ name }) => name)) {
    if (isFixed(file) || (file.seconds ?? 0) > left) continue
    chosen.push(file)
    left -= file.seconds ?? 0
  }
  return chosen
}

/** In seconds. */
export function total(files: readonly TestFile[]): number {
  return files.reduce((sum, { seconds = 0 }) => sum + seconds, 0)
}
