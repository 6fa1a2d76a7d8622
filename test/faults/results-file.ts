import { existsSync, readFileSync } from 'node:fs'
import writeFileAtomic from 'write-file-atomic'
import type { Result } from './node/result.ts'

interface Content {
  readonly commit: string
  readonly results: readonly Result[]
}

/** Results of cases that passed with this version of the code; none when the file is of another version, or is not there. */
export function readPassed(file: string, commit: string | undefined): readonly Result[] {
  if (!existsSync(file)) return []
  const content = JSON.parse(readFileSync(file, 'utf8')) as Content
  if (commit === undefined || content.commit !== commit) return []
  return content.results.filter(({ wrong }) => wrong.length === 0)
}

/** Replaces the file at once: a run that is killed leaves the results so far. */
export async function writeResults(
  file: string,
  results: readonly Result[],
  commit: string | undefined,
): Promise<void> {
  const content: Content = { commit: commit ?? '', results }
  await writeFileAtomic(file, `${JSON.stringify(content, null, 1)}\n`)
}
