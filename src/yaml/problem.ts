import { NodeprepError } from '../errors.ts'

/** One mistake in a file that a person wrote, with its place. */
export interface Problem {
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  /** Counted from 1, in UTF-16 units as editors do. */
  readonly column: number
  /** `spec.hosts.0.role`, or '' for the file as a whole. */
  readonly path: string
  readonly message: string
  /** What to write instead, or ''. */
  readonly hint: string
}

/** Something that a valid file should not go without saying: not tested upstream, or past its end of life. */
export interface Notice extends Problem {
  readonly level: 'warning' | 'note'
}

/** `cluster.yaml:9:11 spec.hosts.0.role: expected …`, and the hint on a line of its own. */
export function formatProblem({ file, line, column, path, message, hint }: Problem): string {
  return `${file}:${line}:${column} ${path === '' ? '' : `${path}: `}${message}${hint === '' ? '' : `\n    ${hint.replaceAll('\n', '\n    ')}`}`
}

/** Problems in the order of the file. Those of different files keep their files together. */
export function sortProblems<P extends Problem>(problems: readonly P[]): P[] {
  const files = [...new Set(problems.map(({ file }) => file))]
  return problems.toSorted(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  )
}

/** Every mistake of the input at once; code `invalid-input`. */
export class InvalidInput extends NodeprepError {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super('invalid-input', problems.map(formatProblem).join('\n'))
    this.name = 'InvalidInput'
    this.problems = problems
  }
}
