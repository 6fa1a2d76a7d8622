import { homedir } from 'node:os'
import { join } from 'node:path'

/** The folder for everything that is costly to make again: trees, packages, images. */
export function cacheDir(): string {
  const xdg = process.env['XDG_CACHE_HOME']
  return join(xdg !== undefined && xdg !== '' ? xdg : join(homedir(), '.cache'), 'nodeprep-lab')
}
