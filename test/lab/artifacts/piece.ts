import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheDir } from '../cache.ts'
import { exists } from '../tools.ts'
import { ensureBuildTools } from './build-tools.ts'
import { withLock } from './lock.ts'

/** Something costly that is built once into a folder of its own, and again only when its recipe changes. */
export interface Piece {
  /** The hash of the recipe and of everything it needs. */
  readonly key: () => Promise<string>
  /** The finished folder; builds it first where it is missing. */
  readonly path: () => Promise<string>
}

export interface PieceRecipe<N extends Readonly<Record<string, Piece>>> {
  readonly name: string
  /** Files and folders beside this file whose content decides whether the piece is still good. */
  readonly recipe: readonly string[]
  readonly needs: N
  /** Fills an empty folder. `needs` are the finished folders of the pieces it needs. */
  readonly build: (out: string, needs: Readonly<Record<keyof N, string>>) => Promise<void>
}

/** Where the pieces are kept. */
const piecesFolder = (): string => join(cacheDir(), 'artifacts')

/** Declares a piece; nothing is built before its path is asked for. */
export function definePiece<const N extends Readonly<Record<string, Piece>>>(wanted: PieceRecipe<N>): Piece {
  let key: Promise<string> | undefined
  let path: Promise<string> | undefined
  return {
    key: () => (key ??= keyOf(wanted)),
    path: () => (path ??= ensure(wanted, (key ??= keyOf(wanted)))),
  }
}

async function keyOf<N extends Readonly<Record<string, Piece>>>({ recipe, needs }: PieceRecipe<N>): Promise<string> {
  const hash = createHash('sha256')
  for (const name of recipe) await addToHash(hash, name)
  for (const name of Object.keys(needs).sort()) hash.update(`${name} ${(await needs[name]?.key()) ?? ''}\n`)
  return hash.digest('hex').slice(0, 12)
}

async function addToHash(hash: ReturnType<typeof createHash>, name: string): Promise<void> {
  const path = join(import.meta.dirname, name)
  if ((await stat(path)).isDirectory()) {
    for (const entry of (await readdir(path)).sort()) await addToHash(hash, join(name, entry))
  } else hash.update(`${name}\n`).update(await readFile(path))
}

async function ensure<N extends Readonly<Record<string, Piece>>>(
  wanted: PieceRecipe<N>,
  key: Promise<string>,
): Promise<string> {
  const path = join(piecesFolder(), `${wanted.name}-${await key}`)
  if (await exists(path)) return path
  const needs: Record<string, string> = {}
  for (const [name, piece] of Object.entries(wanted.needs)) needs[name] = await piece.path()
  await withLock(join(piecesFolder(), `${wanted.name}.lock`), async () => {
    if (await exists(path)) return
    await ensureBuildTools()
    process.stderr.write(`lab: building ${wanted.name}\n`)
    await mkdir(piecesFolder(), { recursive: true })
    // A build that was killed has left this behind; nobody else is at it while the lock is held.
    const unfinished = join(piecesFolder(), `.${wanted.name}.building`)
    await rm(unfinished, { recursive: true, force: true })
    await mkdir(unfinished)
    try {
      await wanted.build(unfinished, needs as Record<keyof N, string>)
      await rename(unfinished, path)
    } finally {
      await rm(unfinished, { recursive: true, force: true })
    }
  })
  return path
}
