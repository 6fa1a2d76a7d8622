import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readText } from '../../yaml/read-text.ts'
import { MAX_FILE_SIZE } from '../../yaml/parse.ts'

/** Names of the playbooks, or of the operations, that the folders have; sorted. */
export function namesIn(folders: readonly string[], kind: 'Playbook' | 'Operation'): readonly string[] {
  const files = folders.flatMap((folder) =>
    (existsSync(folder) ? readdirSync(folder) : [])
      .filter((name) => name.endsWith('.yaml') && isOperation(join(folder, name)) === (kind === 'Operation'))
      .map((name) => name.slice(0, -'.yaml'.length)),
  )
  return [...new Set(files)].sort()
}

/** Told by its text alone: what is wrong with a file is said when it is loaded. */
function isOperation(file: string): boolean {
  return /^kind: *['"]?Operation['"]? *(#.*)?$/m.test(readText(file, MAX_FILE_SIZE))
}
