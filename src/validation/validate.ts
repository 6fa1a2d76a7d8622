import type { z } from 'zod'
import { flattenIssues } from './flatten-issues.ts'
import { toProblems } from './issues.ts'
import type { Problem } from '../yaml/problem.ts'
import { nodeAt, startOf, toValue } from '../yaml/node.ts'
import type { Path, YamlDocument, YamlNode } from '../yaml/node.ts'

/** What of a document is valid, for checks that compare one field with another. */
export interface View {
  /** The value at a path; undefined when it is absent or anything at, above or below it is wrong. */
  get(path: Path): unknown
  text(path: Path): string | undefined
  /** Something is written there, right or wrong. */
  has(path: Path): boolean
  /** Items of the list at a path, the wrong ones included. */
  count(path: Path): number
  /** Keys of the mapping at a path, those of wrong values included. */
  keys(path: Path): readonly string[]
  problem(path: Path, message: string, hint?: string): Problem
}

export interface Validated<T> {
  /** Present when there are no problems. */
  readonly data?: T
  readonly problems: readonly Problem[]
  readonly view: View
}

/** Checks a document against a schema. Where text is wanted, an unquoted number counts as the text it was written as. */
export function validate<S extends z.ZodType>(schema: S, document: YamlDocument): Validated<z.output<S>> {
  const { root } = document
  let value = toValue(root)
  let result = schema.safeParse(value)
  const texts = new Set(result.success ? [] : numbersWantedAsText(result.error.issues, root))
  if (texts.size > 0) {
    value = toValue(root, texts)
    result = schema.safeParse(value)
  }
  const issues = result.success ? [] : result.error.issues
  const wrong = flattenIssues(issues).flatMap(({ code, path }) => (code === 'unrecognized_keys' ? [] : [path]))
  const view = viewOf(document, value, wrong)
  const problems = toProblems(issues, schema, document)
  return result.success ? { data: result.data, problems, view } : { problems, view }
}

/** Scalars that YAML read as numbers at places where the schema wants text. */
export function numbersWantedAsText(issues: readonly z.core.$ZodIssue[], root: YamlNode): YamlNode[] {
  return flattenIssues(issues).flatMap((issue) => {
    const node = issue.code === 'invalid_type' && issue.expected === 'string' ? nodeAt(root, issue.path) : undefined
    return node?.kind === 'scalar' && typeof node.value === 'number' ? [node] : []
  })
}

const placeOf = (path: Path) => JSON.stringify(path.map(String))

function viewOf(document: YamlDocument, value: unknown, wrong: readonly Path[]): View {
  const { root } = document
  // Of each wrong place the place itself and all above it: thousands of mistakes must not be gone through for every value.
  const beginnings = (path: Path) => path.map((_, i) => placeOf(path.slice(0, i + 1)))
  const places = new Set(wrong.map(placeOf))
  const above = new Set(wrong.flatMap(beginnings))
  const touched = (path: Path) =>
    places.has(placeOf([])) || above.has(placeOf(path)) || beginnings(path).some((place) => places.has(place))
  const get = (path: Path): unknown => (touched(path) ? undefined : at(value, path))
  return {
    get,
    text: (path) => {
      const found = get(path)
      return typeof found === 'string' ? found : undefined
    },
    has: (path) => nodeAt(root, path) !== undefined,
    count: (path) => {
      const node = nodeAt(root, path)
      return node?.kind === 'sequence' ? node.items.length : 0
    },
    keys: (path) => {
      const node = nodeAt(root, path)
      return node?.kind === 'mapping' ? node.entries.map(({ key }) => key) : []
    },
    problem: (path, message, hint) => document.problem(startOf(root, path), path, message, hint),
  }
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )
}
