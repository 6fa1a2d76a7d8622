import type { z } from 'zod'
import { nearest, unknownName } from './did-you-mean.ts'
import { explainIssue } from './explain.ts'
import { flattenIssues } from './flatten-issues.ts'
import type { Issue } from './flatten-issues.ts'
import type { Problem } from '../yaml/problem.ts'
import { descriptionAt, keysAt } from './schema-at.ts'
import { keyStartOf, nodeAt, startOf } from '../yaml/node.ts'
import type { Path, YamlDocument } from '../yaml/node.ts'

/** Of one document; who has so many has another file in hand. */
const MOST_PROBLEMS = 500

const placeOf = (path: Path) => JSON.stringify(path.map(String))

/** zod's issues as problems with a place, a plain message and what to write instead; one a place. */
export function toProblems(
  issues: readonly Issue[],
  schema: z.core.$ZodType,
  document: YamlDocument,
  base: Path = [],
): Problem[] {
  const { root } = document
  const flat = flattenIssues(issues).slice(0, MOST_PROBLEMS)
  const unknown = flat.filter((issue) => issue.code === 'unrecognized_keys')
  // A mistyped key explains both the key that is missing and a rule about its mapping that fails.
  const explainedKeys = new Set(
    unknown.flatMap(({ path, keys }) =>
      keys.slice(0, MOST_PROBLEMS).map((key) => placeOf([...path, nearest(key, keysAt(schema, path)) ?? key])),
    ),
  )
  const seen = new Set(unknown.map(({ path }) => placeOf(path)))
  const ofKeys = unknown.flatMap(({ path, keys }) =>
    keys.slice(0, MOST_PROBLEMS).map((key) => {
      const { message, hint } = unknownName('key', key, keysAt(schema, path))
      return document.problem(keyStartOf(root, [...base, ...path], key), [...base, ...path], message, hint)
    }),
  )
  const ofValues = flat.flatMap((issue) => {
    const path = [...base, ...issue.path]
    const node = nodeAt(root, path)
    const place = placeOf(issue.path)
    if (issue.code === 'unrecognized_keys' || seen.has(place)) return []
    if (node ? node.broken : explainedKeys.has(place)) return []
    seen.add(place)
    const explained = explainIssue(issue, node, descriptionAt(schema, issue.path))
    const [message = '', hint = ''] = explained.split('\n')
    return [document.problem(startOf(root, path), path, message, hint)]
  })
  return [...ofKeys, ...ofValues]
}
