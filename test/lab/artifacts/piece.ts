import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
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
  /** When the signing keys were made that it is or is made with, as mtime; 0 for none. Makes them where they are missing. */
  readonly keysSince: () => Promise<number>
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

/** The piece whose builds differ from each other: what one of them has signed is worth nothing beside another. */
const KEYS = 'keys'

/** Declares a piece; nothing is built before its path is asked for. */
export function definePiece<const N extends Readonly<Record<string, Piece>>>(wanted: PieceRecipe<N>): Piece {
  let key: Promise<string> | undefined
  let path: Promise<string> | undefined
  let since: Promise<number> | undefined
  const piece: Piece = {
    key: () => (key ??= keyOf(wanted)),
    path: () => (path ??= ensure(wanted, piece)),
    keysSince: () => (since ??= wanted.name === KEYS ? piece.path().then(builtAt) : keysSince(wanted.needs)),
  }
  return piece
}

/** All that is signed is signed with the keys of one piece. */
async function keysSince(needs: Readonly<Record<string, Piece>>): Promise<number> {
  const since = await Promise.all(Object.values(needs).map((piece) => piece.keysSince()))
  return Math.max(0, ...since)
}

const builtAt = async (folder: string): Promise<number> => (await stat(folder)).mtimeMs

/** Whether a piece is there, and no older than the keys that it must be signed with. */
const isGood = async (path: string, since: number): Promise<boolean> =>
  (await exists(path)) && (await builtAt(path)) >= since

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
  piece: Piece,
): Promise<string> {
  const path = join(piecesFolder(), `${wanted.name}-${await piece.key()}`)
  const since = wanted.name === KEYS ? 0 : await piece.keysSince()
  if (await isGood(path, since)) return path
  const needs: Record<string, string> = {}
  for (const [name, piece] of Object.entries(wanted.needs)) needs[name] = await piece.path()
  await withLock(join(piecesFolder(), `${wanted.name}.lock`), async () => {
    if (await isGood(path, since)) return
    await ensureBuildTools()
    process.stderr.write(`lab: building ${wanted.name}\n`)
    await mkdir(piecesFolder(), { recursive: true })
    // A build that was killed has left this behind; nobody else is at it while the lock is held.
    const unfinished = join(piecesFolder(), `.${wanted.name}.building`)
    await rm(unfinished, { recursive: true, force: true })
    await mkdir(unfinished)
    try {
      await wanted.build(unfinished, needs as Record<keyof N, string>)
      await rm(path, { recursive: true, force: true })
      // A folder that was unpacked is as old as its archive says.
      await utimes(unfinished, new Date(), new Date())
      await rename(unfinished, path)
    } finally {
      await rm(unfinished, { recursive: true, force: true })
    }
  })
  return path
}
