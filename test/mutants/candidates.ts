import { matchesGlob } from 'node:path'
import type { Area } from './areas.ts'
import { isEquivalent } from './equivalent.ts'
import type { Mutant } from './mutant.ts'
import { mutantsOf } from './mutations.ts'
import { inSeedOrder } from '../seed.ts'

/** A file is wanted when no path is given, or one of these is it or a folder of it. */
const isWanted = (file: string, paths: readonly string[]): boolean =>
  paths.length === 0 || paths.some((path) => file === path || file.startsWith(`${path.replace(/\/$/, '')}/`))

/** The changes of an area that count, in the order of the seed. */
export function candidates(
  { files }: Area,
  texts: ReadonlyMap<string, string>,
  paths: readonly string[],
  seed: number,
): readonly Mutant[] {
  const own = [...texts].filter(([file]) => isWanted(file, paths) && files.some((glob) => matchesGlob(file, glob)))
  const all = own.flatMap(([file, text]) => mutantsOf(file, text)).filter((mutant) => !isEquivalent(mutant))
  return inSeedOrder(all, seed, ({ file, start, end, text }) => `${file} ${start} ${end} ${text}`)
}

/** Those members of a list that pass, looked at only when they are asked for. */
export function* lazily<T>(list: readonly T[], passes: (one: T) => boolean): Generator<T, undefined> {
  for (const one of list) if (passes(one)) yield one
}
