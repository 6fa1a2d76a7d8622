import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { assetFolder } from '../../assets.ts'
import { readText } from '../../yaml/read-text.ts'
import { MAX_FILE_SIZE } from '../../yaml/parse.ts'
import { findInside } from '../inside.ts'

/**
 * The shell functions that the user keeps in lib/ of his folders of playbooks, by the name of the file. Those that ship with
 * nodeprep are not among them: src/program/assets.ts has them. Throws `invalid-input` for a file that leads elsewhere.
 */
export function loadLibrary(folders: readonly string[]): Readonly<Record<string, string>> {
  const own = folders.filter((folder) => resolve(folder) !== assetFolder('playbooks'))
  const names = own.flatMap((folder) => {
    const lib = join(folder, 'lib')
    return existsSync(lib) ? readdirSync(lib).filter((name) => name.endsWith('.sh')) : []
  })
  return Object.fromEntries(
    [...new Set(names)].map((name) => {
      const file = findInside(join('lib', name), own) ?? ''
      return [name.slice(0, -'.sh'.length), readText(file, MAX_FILE_SIZE)]
    }),
  )
}
