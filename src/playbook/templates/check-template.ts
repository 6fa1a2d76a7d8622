import { unknownName } from '../../validation/did-you-mean.ts'
import { messageOf } from '../../errors.ts'
import { lazyHelpers } from './expression.ts'
import { parseTemplate } from './parse-template.ts'
import { helpers } from './template-helpers.ts'

/** A mistake in a template. Line and column are counted from 1 within its text; column is 0 when unknown. */
export interface TemplateMistake {
  readonly line: number
  readonly column: number
  readonly message: string
  readonly hint: string
}

const BLOCKS: readonly string[] = ['if', 'unless', 'each', 'with']
const HELPERS: readonly string[] = [...Object.keys(helpers), ...lazyHelpers]
const NAMES: readonly string[] = ['cluster', 'host', 'facts', 'resolved', 'run', 'with', 'options', 'node']
/** Inside each and with all names pass. */
type Known = readonly string[] | 'any'

interface Call {
  readonly path: hbs.AST.PathExpression
  readonly params: hbs.AST.Expression[]
  readonly hash?: hbs.AST.Hash
}

/** What is wrong with a template as far as that is known before there are values. `item` is known for steps with each. */
export function checkTemplate(text: string, item = false): TemplateMistake[] {
  if (!text.includes('{{')) return []
  try {
    return checkProgram(parseTemplate(text), item ? [...NAMES, 'item'] : NAMES)
  } catch (error) {
    return [syntaxMistake(error)]
  }
}

function checkProgram(program: hbs.AST.Program | undefined, names: Known): TemplateMistake[] {
  return (program?.body ?? []).flatMap((statement) => checkStatement(statement, names))
}

function checkStatement(statement: hbs.AST.Statement, names: Known): TemplateMistake[] {
  switch (statement.type) {
    case 'ContentStatement':
    case 'CommentStatement':
      return []
    case 'MustacheStatement': {
      const call = statement as unknown as Call
      return call.params.length > 0 || call.hash ? checkCall(call, HELPERS, names) : checkExpression(call.path, names)
    }
    case 'BlockStatement': {
      const block = statement as hbs.AST.BlockStatement
      const narrows = block.path.original === 'each' || block.path.original === 'with'
      const head = checkCall(block, BLOCKS, names)
      return [...head, ...checkProgram(block.program, narrows ? 'any' : names), ...checkProgram(block.inverse, names)]
    }
    default:
      return [mistake(statement, { message: 'partials and decorators are not supported', hint: '' })]
  }
}

function checkCall({ path, params, hash }: Call, known: readonly string[], names: Known): TemplateMistake[] {
  const what = known === BLOCKS ? 'block' : 'helper'
  const name = path.original
  const found = known.includes(name) ? [] : [mistake(path, unknownName(what, name, known))]
  // The first value of `default` names what may be absent.
  const values = name === 'default' ? params.slice(1) : params
  const all = [...values, ...(hash?.pairs.map(({ value }) => value) ?? [])]
  const versions = ['semverGte', 'semverLt'].includes(name) ? params.flatMap(checkVersion) : []
  return [...found, ...versions, ...all.flatMap((value) => checkExpression(value, names))]
}

/** A host may report any text as its version; a version that is written in the template itself has to be one. */
function checkVersion(expression: hbs.AST.Expression): TemplateMistake[] {
  if (expression.type !== 'StringLiteral') return []
  const { original } = expression as hbs.AST.StringLiteral
  if (/^v?\d+(\.\d+)*([-+~].*)?$/.test(original)) return []
  const message = `${JSON.stringify(original.slice(0, 60))} is not a version`
  return [mistake(expression, { message, hint: "write it as '1.30' or '8'" })]
}

function checkExpression(expression: hbs.AST.Expression, names: Known): TemplateMistake[] {
  if (expression.type === 'SubExpression') return checkCall(expression as unknown as Call, HELPERS, names)
  if (expression.type !== 'PathExpression' || names === 'any') return []
  const path = expression as hbs.AST.PathExpression
  const [first] = path.parts
  if (path.data || path.depth > 0 || first === undefined || names.includes(first)) return []
  return [mistake(path, unknownName('name', first, names))]
}

function mistake({ loc: { start } }: hbs.AST.Node, said: { message: string; hint: string }): TemplateMistake {
  return { line: start.line, column: start.column + 1, ...said }
}

const UNEXPECTED: Readonly<Record<string, string>> = {
  EOF: 'the text ends before all is closed',
  INVALID: 'a quote or }} is missing, or a character does not belong there',
  CLOSE: '}} comes too early',
  OPEN_ENDBLOCK: '{{/ closes what was never opened',
}

/** What an error of Handlebars' parser says, as a person would; it goes down into nested blocks by calling itself. */
export function mistakeOf(error: unknown): string {
  return error instanceof RangeError ? 'blocks are nested too deeply' : messageOf(error)
}

function syntaxMistake(error: unknown): TemplateMistake {
  const message = mistakeOf(error)
  const token = /got '(\w+)'/.exec(message)?.[1]
  const place = / - (\d+):(\d+)$/.exec(message)
  const line = Number(place?.[1] ?? /on line (\d+)/.exec(message)?.[1] ?? 1)
  const said = token === undefined ? (message.split(/\n| - \d/)[0] ?? '') : (UNEXPECTED[token] ?? `unexpected ${token}`)
  return { line, column: place ? Number(place[2]) + 1 : 0, message: `not a Handlebars template: ${said}`, hint: '' }
}
