import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** A copy of the checkout, with what is not committed: the checkout itself is never changed. */
export interface Copy {
  readonly folder: string
  /** The texts of its files by path. */
  readonly texts: ReadonlyMap<string, string>
}

/** Reads until nobody can write any more, which is when this process has ended in whatever way. */
const keeper = 'read -r _; sleep 2; rm -rf "$1" || { sleep 5; rm -rf "$1"; }'

/** Makes a copy below the system's folder for temporary files. It goes with the process, even if that is killed. */
export function copyOfCheckout(): Copy {
  const folder = mkdtempSync(join(tmpdir(), 'nodeprep-mutants-'))
  spawn('sh', ['-c', keeper, 'sh', folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] }).unref()
  const git = '-c safe.directory=* ls-files -z --cached --others --exclude-standard --deduplicate'.split(' ')
  const files = execFileSync('git', git, { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(root, file)))
  const texts = new Map<string, string>()
  for (const file of files) {
    cpSync(join(root, file), join(folder, file))
    if (/\.(?:ts|sh|yaml|hbs)$/.test(file)) texts.set(file, readFileSync(join(root, file), 'utf8'))
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return { folder, texts }
}
