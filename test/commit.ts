import { execFileSync } from 'node:child_process'
import { hash } from 'node:crypto'

const root = new URL('..', import.meta.url)

// CI's checkout may belong to somebody else than root.
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'safe.directory=*', ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })

/** The commit that is checked out; undefined outside a repository. */
export function headCommit(): string | undefined {
  try {
    return git('rev-parse', 'HEAD').trim()
  } catch {
    return undefined
  }
}

/** The commit, followed by a digest of uncommitted changes outside docs/: results of another version are worth nothing. */
export function codeVersion(): string | undefined {
  const commit = headCommit()
  if (commit === undefined) return undefined
  const changes = git('diff', 'HEAD', '--', '.', ':!docs')
  return changes === '' ? commit : `${commit}+${hash('sha256', changes).slice(0, 8)}`
}
