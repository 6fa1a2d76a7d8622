import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** A copy of the checkout, with what is not committed: the checkout itself is never changed. */
export interface Copy {
  readonly folder: string
  /** The texts of its files by path. */
  readonly texts: ReadonlyMap<string, string>
  readonly remove: () => void
}

/** Makes a copy below the system's folder for temporary files. It goes with the process, also at Ctrl-C. */
export function copyOfCheckout(): Copy {
  const folder = mkdtempSync(join(tmpdir(), 'nodeprep-mutants-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  process.once('exit', remove)
  const git = [
    '-c',
    'safe.directory=*',
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
    '--deduplicate',
  ]
  const files = execFileSync('git', git, { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((file) => file !== '')
  const texts = new Map<string, string>()
  for (const file of files) {
    cpSync(join(root, file), join(folder, file))
    if (/\.(?:ts|sh|yaml|hbs)$/.test(file)) texts.set(file, readFileSync(join(root, file), 'utf8'))
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return { folder, texts, remove }
}
