import { realpathSync } from 'node:fs'
import { join, sep } from 'node:path'
import { NodeprepError } from '../errors.ts'

/**
 * The file of that name in the first of the folders that has it, or undefined. A symbolic link may lead anywhere within
 * its folder, but not out of it: a folder of playbooks that came from elsewhere must not make files of this machine its
 * own. Throws `invalid-input` for one that does.
 */
export function findInside(name: string, folders: readonly string[]): string | undefined {
  for (const folder of folders) {
    const path = join(folder, name)
    const real = realPath(path)
    const home = realPath(folder)
    if (real === undefined || home === undefined) continue
    if (real.startsWith(home.endsWith(sep) ? home : home + sep)) return path
    throw new NodeprepError('invalid-input', `${path} leads out of its folder, to ${real}`, {
      remedy: 'Put the file itself there.',
    })
  }
  return undefined
}

/** Undefined for what is not there, or is no path at all. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path)
  } catch {
    return undefined
  }
}
