import { YAMLException, parseEvents } from 'js-yaml'
import type { Problem } from './problem.ts'
import { positions } from './position.ts'
import { composeDocuments } from './compose.ts'
import { short } from './complain.ts'
import type { Path, YamlDocument, YamlNode } from './node.ts'

/** The largest file that is read, in UTF-16 units here and in bytes on disk. */
export const MAX_FILE_SIZE = 1024 * 1024

export interface YamlFile {
  /** Documents that are not empty. Those of a file with problems are as whole as could be. */
  readonly documents: readonly YamlDocument[]
  readonly problems: readonly Problem[]
}

/** Parses a YAML 1.2 file of any number of documents, keeping the place of everything. Pure; throws nothing. */
export function parseYaml(text: string, file: string, limit = MAX_FILE_SIZE): YamlFile {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text
  const locate = positions(source)
  const problems: Problem[] = []
  const problem = (start: number, path: Path, message: string, hint = ''): Problem => ({
    file,
    ...locate(start),
    path: pathText(path),
    message,
    hint,
  })
  const complain = (start: number, message: string, hint?: string) => problems.push(problem(start, [], message, hint))
  if (source.length > limit) {
    complain(0, `the file is larger than ${limit / 1024 / 1024} MiB`, 'is this the file you meant?')
    return { documents: [], problems }
  }
  let roots: YamlNode[] = []
  try {
    roots = composeDocuments(source, parseEvents(source, { filename: file, maxDepth: 100 }), complain)
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const start = error.mark?.position ?? 0
    complain(start, error.reason, syntaxHint(source, start, error.reason))
  }
  const documents = roots
    .filter((root) => root.kind !== 'scalar' || root.value !== null)
    .map((root) => ({ root, source, problem }))
  return { documents, problems }
}

/** Keys that a person would not know from the path around them stand in quotes. */
/** A path as problems have it: `spec.hosts.0.role`. */
export function pathText(path: Path): string {
  return path.map(pathWord).join('.')
}

function pathWord(key: PropertyKey): string {
  const word = short(String(key))
  return /^[\w/@-]+$/.test(word) ? word : JSON.stringify(word)
}

function syntaxHint(source: string, offset: number, reason: string): string {
  const lineStart = source.lastIndexOf('\n', offset - 1) + 1
  if (/^ *\t/.test(source.slice(lineStart))) return 'indent with spaces; YAML allows no tabs there'
  if (reason.startsWith('bad indentation')) return 'indent the keys of one mapping alike; quote text that holds ": "'
  if (reason.includes('quoted scalar')) return 'close the quote'
  if (reason === 'deficient indentation') return 'close the quote or bracket, or indent what belongs to it'
  return ''
}
