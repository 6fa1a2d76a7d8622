import type { Problem } from '../../yaml/problem.ts'
import { nodeAt } from '../../yaml/node.ts'
import type { Path, YamlDocument, YamlNode, YamlScalar } from '../../yaml/node.ts'
import { checkTemplate } from '../templates/check-template.ts'

/** Checks every string at and below a path as the template it is; `item` is known in steps with each. */
export function checkStrings(document: YamlDocument, path: Path, item: boolean): Problem[] {
  const node = nodeAt(document.root, path)
  return node ? walk(document, path, node, item) : []
}

function walk(document: YamlDocument, path: Path, node: YamlNode, hasItem: boolean): Problem[] {
  if (node.kind === 'sequence') return node.items.flatMap((inner, i) => walk(document, [...path, i], inner, hasItem))
  if (node.kind === 'mapping')
    return node.entries.flatMap(({ key, value }) => walk(document, [...path, key], value, hasItem))
  return checkTemplate(node.text, hasItem).map(({ line, column, message, hint }) =>
    document.problem(offsetOf(document.source, node, line, column), path, message, hint),
  )
}

/** Offset in the file of a place in a scalar's text. Exact for one-line and literal texts; else where the text begins. */
function offsetOf(source: string, { start, text, textStart }: YamlScalar, line: number, column: number): number {
  if (textStart <= start + 1) return line === 1 && column > 0 ? textStart + column - 1 : start
  let offset = textStart
  const last = Math.min(line, text.trimEnd().split('\n').length)
  for (let i = 1; i < last; i++) offset = source.indexOf('\n', offset) + 1
  const indent = /^ */.exec(source.slice(offset))?.[0].length ?? 0
  return offset + indent + Math.max(0, column - 1)
}
