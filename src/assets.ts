import { fileURLToPath } from 'node:url'
import { readFileSync } from 'node:fs'

// This file and the bundle made of it are both one folder below the package's root.
const root = new URL('../', import.meta.url)

/** The folder of the package that holds what nodeprep ships as files. */
export function assetFolder(name: 'playbooks' | 'templates'): string {
  return fileURLToPath(new URL(name, root))
}

/** The text of a shell file of the sources, by its path below src. The build puts it at the same path below the bundle. */
export function shellFile(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8')
}

/** The version of this nodeprep. */
export function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string }
  return manifest.version
}
