import { posix } from 'node:path'
import { bundleStarter } from './areas.ts'

/** By a module's path below the root: the modules of ours that it imports. */
export type Imports = ReadonlyMap<string, readonly string[]>

/** What modules import, from their texts by path. */
export function importsOf(texts: ReadonlyMap<string, string>): Imports {
  return new Map(
    [...texts].map(([file, text]) => {
      const named = [...text.matchAll(/(?:from|import\(|import) ?['"](\.[^'"]+)['"]/g)].map(([, path = '']) => path)
      const imported = named.map((path) => posix.join(posix.dirname(file), path))
      return [file, file === bundleStarter.module ? [...imported, bundleStarter.runs] : imported]
    }),
  )
}

/** How many imports away each module is from one: 0 is itself. What it does not come to is left out. */
export function distancesFrom(file: string, imports: Imports): ReadonlyMap<string, number> {
  const distances = new Map([[file, 0]])
  for (const [one, distance] of distances)
    for (const next of imports.get(one) ?? []) if (!distances.has(next)) distances.set(next, distance + 1)
  return distances
}
