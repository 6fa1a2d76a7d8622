// Its compiler and its runtime are not needed, and would be most of its code.
import { parse } from 'handlebars/dist/cjs/handlebars/compiler/base.js'
import { positions } from '../../yaml/position.ts'
import { shippedTree } from '../shipped.ts'

const parsed = new Map<string, hbs.AST.Program>()

/** Handlebars' parser goes down by calling itself, and takes its time: what no person would write is not given to it. */
const MOST_NESTED = 100
const MOST_EXPRESSIONS = 20_000

/** Handlebars' tree of a template, kept: parsing is the dear part, and what was checked at load is rendered later. */
export function parseTemplate(text: string): hbs.AST.Program {
  const known = parsed.get(text)
  if (known) return known
  const tree = shippedTree(text) ?? parsedTree(text)
  parsed.set(text, tree)
  return tree
}

function parsedTree(text: string): hbs.AST.Program {
  checkSize(text)
  return parse(text)
}

/** Throws as the parser does: what is wrong, and where. */
function checkSize(text: string): void {
  let expressions = 0
  let blocks = 0
  let brackets = 0
  for (const { 0: piece, index } of text.matchAll(/\{\{~?[#^/]?|[()]/g)) {
    if (piece === '(') brackets += 1
    else if (piece === ')') brackets = Math.max(0, brackets - 1)
    else {
      expressions += 1
      brackets = 0
      if (/[#^]$/.test(piece)) blocks += 1
      else if (piece.endsWith('/')) blocks -= 1
    }
    const tooMuch =
      Math.max(blocks, brackets) > MOST_NESTED
        ? `nested more than ${MOST_NESTED} deep`
        : expressions > MOST_EXPRESSIONS
          ? `more than ${MOST_EXPRESSIONS} expressions`
          : undefined
    if (tooMuch === undefined) continue
    const { line, column } = positions(text)(index)
    throw new Error(`${tooMuch} - ${line}:${column - 1}`)
  }
}
