import { call, TemplateError, value, type Call, type Names, type Scope } from './expression.ts'

/** Thousands of hosts fit, and the largest manifest. */
const MOST_STATEMENTS = 1_000_000
const MOST_CHARACTERS = 16 * 1024 * 1024

/**
 * Walks Handlebars' tree of a template instead of compiling it to JavaScript: most templates are rendered once or twice
 * in a process, and every name can be checked where it stands, which Handlebars' own strict mode does for some alone.
 * The result is the text. Throws a {@link TemplateError}.
 */
export function evaluate(tree: hbs.AST.Program, context: object): string {
  const budget = { statements: MOST_STATEMENTS, characters: MOST_CHARACTERS }
  return program(tree, { budget, self: context, data: { root: context }, params: {}, parent: undefined })
}

function program(tree: hbs.AST.Program | undefined, scope: Scope): string {
  return (tree?.body ?? []).map((statement) => render(statement, scope)).join('')
}

function spend({ budget }: Scope, piece: string, node: hbs.AST.Node): string {
  budget.characters -= piece.length
  if (budget.characters < 0) throw new TemplateError('makes more than 16 MiB of text', node)
  return piece
}

function render(statement: hbs.AST.Statement, scope: Scope): string {
  scope.budget.statements -= 1
  if (scope.budget.statements < 0) throw new TemplateError('has lists within lists without end', statement)
  switch (statement.type) {
    case 'ContentStatement':
      return spend(scope, (statement as hbs.AST.ContentStatement).value, statement)
    case 'CommentStatement':
      return ''
    case 'MustacheStatement': {
      const mustache = statement as unknown as Call
      const found = mustache.params.length > 0 ? call(mustache, scope) : value(mustache.path, scope)
      return spend(scope, text(found, statement), statement)
    }
    case 'BlockStatement':
      return block(statement as hbs.AST.BlockStatement, scope)
    default:
      throw new TemplateError('partials and decorators are not supported', statement)
  }
}

function text(found: unknown, node: hbs.AST.Node): string {
  if (found === undefined || found === null) return ''
  if (typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean') return String(found)
  throw new TemplateError('a list or map is not text; use json, join or toml', node)
}

const isFalse = (found: unknown) => !found || (Array.isArray(found) && found.length === 0)

function block(node: hbs.AST.BlockStatement, scope: Scope): string {
  const [subject] = node.params
  if (!subject) throw new TemplateError(`{{#${node.path.original}}} needs a value`, node)
  const found = value(subject, scope)
  switch (node.path.original) {
    case 'if':
      return program(isFalse(found) ? node.inverse : node.program, scope)
    case 'unless':
      return program(isFalse(found) ? node.program : node.inverse, scope)
    case 'with':
      return isFalse(found) ? program(node.inverse, scope) : program(node.program, inner(node, scope, [found]))
    case 'each':
      return each(node, scope, found)
    default:
      throw new TemplateError(`there is no block "${node.path.original}"`, node)
  }
}

function inner(
  { program: { blockParams } }: hbs.AST.BlockStatement,
  parent: Scope,
  given: unknown[],
  data: Names = {},
) {
  // Handlebars leaves the list out where there is no `as |name|`.
  const names = (blockParams as string[] | undefined) ?? []
  const params = Object.fromEntries(names.map((name, i) => [name, given[i]]))
  return { budget: parent.budget, self: given[0], data: { ...parent.data, ...data }, params, parent }
}

function each(node: hbs.AST.BlockStatement, scope: Scope, found: unknown): string {
  const entries = typeof found === 'object' && found !== null ? Object.entries(found) : []
  if (entries.length === 0) return program(node.inverse, scope)
  return entries
    .map(([name, item], index) => {
      const key = Array.isArray(found) ? index : name
      const data = { index, key, first: index === 0, last: index === entries.length - 1 }
      return program(node.program, inner(node, scope, [item, key], data))
    })
    .join('')
}
