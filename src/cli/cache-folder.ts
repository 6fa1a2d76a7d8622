import { lstatSync, realpathSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { dirname, isAbsolute, join, relative } from 'node:path'

/** True for a path that is `folder` or lies below it. */
function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || (!way.startsWith('..') && !isAbsolute(way))
}

/**
 * Where compiled code may be kept; undefined where the environment names a relative folder, or one below the working
 * directory, which may be a repository of somebody else's with code in it. Below the user's own home that is no sign.
 */
export function cacheFolder(env: NodeJS.ProcessEnv, cwd: string): string | undefined {
  const home = env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  const folder = join(home, 'nodeprep', 'compiled')
  if (!isAbsolute(home) || (isWithin(folder, cwd) && !isWithin(userInfo().homedir, cwd))) return undefined
  return folder
}

/** A folder that is this user's alone, in folders that nobody else can exchange. Throws where it does not exist. */
export function isPrivateFolder(folder: string): boolean {
  const uid = process.getuid?.()
  const { uid: owner, mode } = lstatSync(folder)
  if (owner !== uid || (mode & 0o077) !== 0) return false
  for (let path = dirname(realpathSync(folder)); ; path = dirname(path)) {
    const above = lstatSync(path)
    const sticky = (above.mode & 0o1000) !== 0
    if ((above.uid !== uid && above.uid !== 0) || ((above.mode & 0o022) !== 0 && !sticky)) return false
    if (path === dirname(path)) return true
  }
}
