import { messageOf } from '../../errors.ts'
import { helpers } from './template-helpers.ts'

/** A mistake met while rendering; line and column are counted from 1 within the template. */
export class TemplateError extends Error {
  readonly line: number
  readonly column: number

  constructor(message: string, { loc }: hbs.AST.Node, cause?: unknown) {
    super(message, { cause })
    this.line = loc.start.line
    this.column = loc.start.column + 1
  }
}

export type Names = Readonly<Record<string, unknown>>

/** What one rendering may still cost: lists within lists within lists would go on for ever. */
export interface Budget {
  statements: number
  characters: number
}

/** What names mean at one place: `this`, `@index` and the like, `as |name|`, and what `../` leads to. */
export interface Scope {
  readonly budget: Budget
  readonly self: unknown
  readonly data: Names
  readonly params: Names
  readonly parent: Scope | undefined
}

export interface Call extends hbs.AST.Node {
  readonly path: hbs.AST.Expression
  readonly params: readonly hbs.AST.Expression[]
}

/** The value of an expression; every name on the way to it has to be there. Throws a {@link TemplateError}. */
export function value(node: hbs.AST.Expression, scope: Scope): unknown {
  switch (node.type) {
    case 'SubExpression':
      return call(node as unknown as Call, scope)
    case 'PathExpression':
      return lookup(node as hbs.AST.PathExpression, scope)
    default:
      return (node as { value?: unknown }).value
  }
}

/** Helpers that evaluate no more of their values than they need, unlike Handlebars' own. */
const lazy: Readonly<Record<string, (params: readonly hbs.AST.Expression[], scope: Scope) => unknown>> = {
  and: (params, scope) => params.every((param) => Boolean(value(param, scope))),
  or: (params, scope) => params.some((param) => Boolean(value(param, scope))),
  default: orDefault,
}
export const lazyHelpers: readonly string[] = Object.keys(lazy)

/** What a helper makes of its values. */
export function call({ path, params, ...node }: Call, scope: Scope): unknown {
  const name = (path as hbs.AST.PathExpression).original
  if (Object.hasOwn(lazy, name)) return lazy[name]?.(params, scope)
  const helper = Object.hasOwn(helpers, name) ? helpers[name] : undefined
  if (!helper) throw new TemplateError(`there is no helper "${name}"`, node)
  const given = params.map((param) => value(param, scope))
  try {
    return helper(...given)
  } catch (error) {
    throw new TemplateError(messageOf(error), node, error)
  }
}

/** `default PATH VALUE` alone may name what is not there: an optional setting. */
function orDefault([path, fallback]: readonly hbs.AST.Expression[], scope: Scope): unknown {
  try {
    return path && value(path, scope)
  } catch (error) {
    if (error instanceof TemplateError && fallback) return value(fallback, scope)
    throw error
  }
}

function lookup(path: hbs.AST.PathExpression, scope: Scope): unknown {
  let from: Scope | undefined = scope
  for (let depth = path.depth; depth > 0; depth--) from = from?.parent
  if (!from) throw new TemplateError(`${path.original} leads out of the template`, path)
  return path.parts.reduce((found: unknown, name) => step(found, name, path), start(path, from))
}

function start({ data, parts: [first = ''] }: hbs.AST.PathExpression, scope: Scope): unknown {
  if (data) return scope.data
  for (let at: Scope | undefined = scope; at; at = at.parent) if (Object.hasOwn(at.params, first)) return at.params
  return scope.self
}

function step(found: unknown, name: string, node: hbs.AST.Node): unknown {
  if (found !== undefined && found !== null && Object.hasOwn(Object(found) as object, name))
    return (found as Names)[name]
  throw new TemplateError(`"${name}" is not known here`, node)
}
