import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { cacheFolder, isPrivateFolder } from './cache-folder.ts'

// Commands load their code when they are called; V8's compiled form of it is kept in the user's cache folder. The build
// fills in the digest: each build has a folder of its own, and older ones are removed.
declare const BUNDLE_DIGEST: string

/** Code that somebody else could have put there, as under `sudo` with another user's home, is not run. */
function prepare(folder: string): boolean {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!isPrivateFolder(folder)) return false
  for (const old of readdirSync(folder))
    if (old !== BUNDLE_DIGEST) rmSync(join(folder, old), { recursive: true, force: true })
  const own = join(folder, BUNDLE_DIGEST)
  mkdirSync(own, { recursive: true, mode: 0o700 })
  return isPrivateFolder(own)
}

/**
 * What is loaded from now on comes with compiled code. A start without kept code is only slower: that it cannot be kept is no
 * reason to say anything.
 */
export function useCompiledCode(): void {
  try {
    const folder = cacheFolder(process.env, process.cwd())
    if (folder !== undefined && prepare(folder)) enableCompileCache(join(folder, BUNDLE_DIGEST))
  } catch {
    return
  }
}
