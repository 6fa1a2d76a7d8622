import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheDir } from './cache.ts'
import { aptOptions, aptSources, debianMirror } from './debian-mirror.ts'
import { run } from './run.ts'
import { ensureTools, exists } from './tools.ts'
import { recipes, type HostKind } from './tree/recipes.ts'

const scriptDir = join(import.meta.dirname, 'tree')

/**
 * The read-only root tree of a kind of host, made from Debian's packages the first time (about half a minute) and
 * cached by the hash of its recipe. Safe to call from many processes at once: one builds, the others wait.
 */
export async function ensureTree(kind: HostKind): Promise<string> {
  const tree = await treePath(kind)
  if (await exists(tree)) return tree
  await ensureTools()
  await mkdir(join(cacheDir(), 'trees'), { recursive: true })
  const { suite, packages, scripts, options = [] } = recipes[kind]
  const mirror = await debianMirror()
  const sources = mirror === undefined ? '' : `${tree}.${process.pid}.list`
  if (mirror !== undefined) await writeFile(sources, aptSources(mirror, suite))
  try {
    await run('flock', [
      ...[`${tree}.lock`, 'sh', join(scriptDir, 'build.sh'), tree, suite, sources],
      scripts.map((name) => join(scriptDir, name)).join(' '),
      `--include=${packages.join(',')}`,
      ...options,
      ...(await aptOptions()).map((option) => `--aptopt=${option}`),
    ])
  } finally {
    await rm(sources, { force: true })
  }
  return tree
}

async function treePath(kind: HostKind): Promise<string> {
  const recipe = recipes[kind]
  const texts = await Promise.all(recipe.scripts.map((name) => readFile(join(scriptDir, name), 'utf8')))
  const hash = createHash('sha256').update(JSON.stringify([recipe, texts]))
  return join(cacheDir(), 'trees', `${kind}-${hash.digest('hex').slice(0, 12)}`)
}
