import type { z } from 'zod'
import { unknownName } from './did-you-mean.ts'
import type { Problem } from './problem.ts'
import { explainIssue } from './explain.ts'
import { descriptionAt, keysAt } from './schema-at.ts'
import { keyStartOf, nodeAt, startOf } from './yaml-node.ts'
import type { Path, YamlDocument } from './yaml-node.ts'

type Issue = z.core.$ZodIssue

/** Replaces the issue of a union by those of the option that was most likely meant. */
export function flattenIssues(issues: readonly Issue[], base: Path = []): Issue[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path]
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ ...issue, path }]
    const meant = issue.errors
      .filter((errors) => !errors.some(isMismatch))
      .map((errors) => ({ errors, misfits: errors.reduce((sum, error) => sum + misfits(error), 0) }))
      .toSorted((a, b) => a.misfits - b.misfits)[0]
    return meant ? flattenIssues(meant.errors, path) : [{ ...issue, path }]
  })
}

/** The value is not of the option's kind at all. */
const isMismatch = (issue: Issue) =>
  issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value')

const misfits = (issue: Issue) =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.length
    : Number(issue.code === 'invalid_type' && issue.path.length === 1)

/** zod's issues as problems with a place, a plain message and what to write instead; one a place. */
export function toProblems(
  issues: readonly Issue[],
  schema: z.core.$ZodType,
  document: YamlDocument,
  base: Path = [],
): Problem[] {
  const { root } = document
  const seen = new Set<string>()
  return flattenIssues(issues).flatMap((issue) => {
    const path = [...base, ...issue.path]
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => {
        const { message, hint } = unknownName('key', key, keysAt(schema, issue.path))
        return document.problem(keyStartOf(root, path, key), path, message, hint)
      })
    const place = JSON.stringify(path)
    if (seen.has(place)) return []
    seen.add(place)
    const [message = '', hint = ''] = explainIssue(issue, nodeAt(root, path), descriptionAt(schema, issue.path)).split(
      '\n',
    )
    return [document.problem(startOf(root, path), path, message, hint)]
  })
}
