import type { z } from 'zod'
import { flattenIssues } from '../../validation/flatten-issues.ts'
import { toProblems } from '../../validation/issues.ts'
import type { Problem } from '../../yaml/problem.ts'
import { numbersWantedAsText } from '../../validation/validate.ts'
import { nodeAt, toValue } from '../../yaml/node.ts'
import type { Path, YamlDocument, YamlNode } from '../../yaml/node.ts'
import type { Kinds } from '../entry.ts'
import { checkStrings } from './load-strings.ts'
import { isLiteral } from '../literal-keys.ts'

/**
 * Reads the parameters at a path and checks what does not depend on a host: their keys, their templates, and every
 * value that is no template. The rest is checked once they are filled in.
 */
export function checkParams(
  document: YamlDocument,
  path: Path,
  kind: string,
  kinds: Kinds,
  problems: Problem[],
  item = false,
): Readonly<Record<string, unknown>> {
  const node = nodeAt(document.root, path)
  const schema = kinds.get(kind)?.params
  if (!node || !schema) return {}
  const { value, issues } = parse(schema, node)
  const keys = node.kind === 'mapping' ? node.entries.map(({ key }) => key) : []
  const templated = (at: Path) => holdsTemplate(nodeAt(node, at))
  const anyTemplate = keys.some((key) => !isLiteral(kind, key) && templated([key]))
  const certain = flattenIssues(issues).filter((issue) => {
    const found = nodeAt(node, issue.path)
    const literal = issue.path.length === 1 && isLiteral(kind, String(issue.path[0]))
    if (found?.kind === 'scalar') return literal || !templated(issue.path)
    // A rule about several values says nothing while one of them is a template.
    return issue.code !== 'custom' || !anyTemplate
  })
  problems.push(...toProblems(certain, schema, document, path))
  for (const key of keys) if (!isLiteral(kind, key)) problems.push(...checkStrings(document, [...path, key], item))
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function parse(schema: z.ZodType, node: YamlNode): { value: unknown; issues: readonly z.core.$ZodIssue[] } {
  const value = toValue(node)
  const issues = schema.safeParse(value).error?.issues ?? []
  const texts = new Set(numbersWantedAsText(issues, node))
  if (texts.size === 0) return { value, issues }
  const repaired = toValue(node, texts)
  return { value: repaired, issues: schema.safeParse(repaired).error?.issues ?? [] }
}

function holdsTemplate(node: YamlNode | undefined): boolean {
  if (!node) return false
  if (node.kind === 'scalar') return node.text.includes('{{')
  if (node.kind === 'sequence') return node.items.some(holdsTemplate)
  return node.entries.some(({ value }) => holdsTemplate(value))
}
