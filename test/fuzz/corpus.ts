import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { targets } from './targets/index.ts'
import type { Target } from './target.ts'

const root = join(import.meta.dirname, 'corpus')

export function targetNamed(name: string): Target {
  const found = targets.find(([target]) => target.name === name)
  if (!found) throw new Error(`no target ${name}; there are ${targets.map(([target]) => target.name).join(', ')}`)
  return found[0]
}

/** Inputs kept in corpus/NAME: every crasher that was ever found, and whatever else is worth trying each time. */
export function corpusOf(name: string): { file: string; bytes: Buffer }[] {
  const folder = join(root, name)
  const files = existsSync(folder) ? readdirSync(folder).sort() : []
  return files.map((file) => ({ file: join(folder, file), bytes: readFileSync(join(folder, file)) }))
}

/** Keeps an input; its name is made of what it is. */
export function keepInput(name: string, bytes: Buffer): string {
  const file = join(root, name, `crash-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, bytes)
  return file
}

/** The target that a file of the corpus is for. */
export const targetOfFile = (file: string): Target => targetNamed(basename(dirname(file)))
