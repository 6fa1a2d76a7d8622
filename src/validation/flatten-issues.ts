import type { z } from 'zod'
import type { Path } from '../yaml/node.ts'

export type Issue = z.core.$ZodIssue

interface Option {
  readonly errors: readonly Issue[]
  readonly misfits: number
}

/** Replaces the issue of a union by those of the option that was most likely meant. */
export function flattenIssues(issues: readonly Issue[], base: Path = []): Issue[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path]
    const meant = issue.code === 'invalid_union' ? meantOption(issue.errors) : undefined
    return meant ? flattenIssues(meant, path) : [{ ...issue, path }]
  })
}

/** The issues of the option that fits best, or undefined when none does. Of options that fit alike only unknown keys count. */
function meantOption(options: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const [best, next] = options
    .filter((errors) => !errors.some(isMismatch))
    .map((errors): Option => ({ errors, misfits: errors.reduce((sum, error) => sum + misfits(error), 0) }))
    .toSorted((a, b) => a.misfits - b.misfits)
  if (!best || !next || next.misfits > best.misfits) return best?.errors
  const unknown = best.errors.filter((error) => error.code === 'unrecognized_keys')
  return unknown.length > 0 ? unknown : undefined
}

/** The value is not of the option's kind at all. */
function isMismatch(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value')
}

/** Keys that are unknown to the option, and keys it misses. */
function misfits(issue: Issue): number {
  if (issue.code === 'unrecognized_keys') return issue.keys.length
  return Number(issue.code === 'invalid_type' && issue.path.length === 1)
}
