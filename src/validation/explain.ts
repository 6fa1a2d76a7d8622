import type { z } from 'zod'
import { nearest } from './did-you-mean.ts'
import type { YamlNode } from '../yaml/node.ts'

type Issue = z.core.$ZodIssue

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
}

/**
 * What is wrong and, after a newline, what to write instead. A schema's own message is kept; where it begins with "not ",
 * the value is put before it, so the schema of anything secret must begin its message otherwise.
 */
export function explainIssue(issue: Issue, node: YamlNode | undefined, description: string): string {
  if (!node) return `is missing\n${description}`
  const ownMessage = !/^(Invalid|Too) /.test(issue.message)
  if (issue.code === 'invalid_type') {
    const wrap = issue.expected === 'array' && node.kind === 'scalar' && node.value !== null
    const hint = wrap ? `write it as a list: [${node.text}]` : description
    return `expected ${typeName(issue.expected)}; got ${describeNode(node)}\n${hint}`
  }
  if (ownMessage) return issue.message.startsWith('not ') ? `${describeNode(node)} is ${issue.message}` : issue.message
  if (issue.code === 'invalid_value') return oneOf(issue.values.map(String), node)
  if (issue.code === 'invalid_union') return explainUnion(issue, node, description)
  return explainLimit(issue)
}

const typeName = (expected: string) => TYPES[expected] ?? expected

function oneOf(values: readonly string[], node: YamlNode): string {
  const list = values.map((value) => JSON.stringify(value)).join(', ')
  const near = node.kind === 'scalar' ? nearest(node.text, values) : undefined
  const guess = near === undefined || values.length === 1 ? '' : `; did you mean ${JSON.stringify(near)}?`
  return `expected ${values.length > 1 ? 'one of ' : ''}${list}; got ${describeNode(node)}${guess}`
}

function explainLimit(issue: Issue): string {
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return issue.message
  const [word, limit] = issue.code === 'too_small' ? ['least', issue.minimum] : ['most', issue.maximum]
  const unit = issue.origin === 'array' ? ' items' : issue.origin === 'string' ? ' characters' : ''
  return `must ${unit === '' ? 'be' : 'have'} at ${word} ${limit}${unit}`
}

function explainUnion(issue: Extract<Issue, { code: 'invalid_union' }>, node: YamlNode, description: string): string {
  const errors = issue.errors.flat()
  const values = errors.flatMap((error) => (error.code === 'invalid_value' ? error.values.map(String) : []))
  const types = errors.flatMap((error) => (error.code === 'invalid_type' ? [typeName(error.expected)] : []))
  const quoted = values.map((value) => JSON.stringify(value)).join(', ')
  const kinds = [quoted, ...new Set(types)].filter((kind) => kind !== '').join(' or ')
  const near = node.kind === 'scalar' ? nearest(node.text, values) : undefined
  const guess = near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`
  return `expected ${kinds}; got ${describeNode(node)}${guess}\n${description}`
}

function describeNode(node: YamlNode): string {
  if (node.kind !== 'scalar') return node.kind === 'sequence' ? 'a list' : 'a mapping'
  if (node.value === null) return 'nothing'
  const text = node.text.length > 60 ? `${node.text.slice(0, 60)}…` : node.text
  return typeof node.value === 'string' ? JSON.stringify(text) : text
}
