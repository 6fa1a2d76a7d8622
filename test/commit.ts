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

/**
 * The last commit that changed anything outside docs/, followed by a digest of uncommitted changes there: results of
 * another version count for nothing, and to commit the results does not make another version.
 */
export function codeVersion(): string | undefined {
  if (headCommit() === undefined) return undefined
  const outside = ['--', '.', ':!docs']
  const commit = git('log', '-1', '--format=%H', ...outside).trim()
  const changes = git('diff', 'HEAD', ...outside)
  return changes === '' ? commit : `${commit}+${hash('sha256', changes).slice(0, 8)}`
}
