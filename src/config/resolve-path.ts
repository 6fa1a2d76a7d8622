import { dirname, join, resolve } from 'node:path'

/** Where relative paths of a cluster.yaml lead. */
export interface Places {
  readonly file: string
  readonly home: string
}

/** A path as written in cluster.yaml: relative to the file, `~` the home folder. */
export function resolvePath(path: string, { file, home }: Places): string {
  return path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : resolve(dirname(file), path)
}
