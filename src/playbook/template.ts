import Handlebars from 'handlebars'
import { messageOf, NodeprepError } from '../errors.ts'
import type { Source } from '../plan/plan.ts'
import { parseTemplate } from './parse-template.ts'
import { helpers } from './template-helpers.ts'

type Compiled = Handlebars.TemplateDelegate
type Node = Partial<Record<string, unknown>>

/** The part of Handlebars' compiler that its guide lets one replace, and that its types leave out. */
interface NameCompiler {
  readonly source: { readonly currentLocation: unknown }
  nameLookup(parent: unknown, name: string, type: string): unknown
}
interface WithCompiler {
  JavaScriptCompiler: new () => NameCompiler
}

const environment = Handlebars.create()
const Base = (environment as unknown as WithCompiler).JavaScriptCompiler

/** Makes every segment of a path an error when it is not there; `strict` alone looks at the last one of a plain mustache. */
class StrictNames extends Base {
  compiler = StrictNames

  override nameLookup(parent: unknown, name: string, type: string): unknown {
    if (type !== 'context') return super.nameLookup(parent, name, type)
    return [
      'container.strict(',
      parent,
      ', ',
      JSON.stringify(name),
      ', ',
      JSON.stringify(this.source.currentLocation),
      ')',
    ]
  }
}
;(environment as unknown as WithCompiler).JavaScriptCompiler = StrictNames

/** Handlebars passes its options last; helpers must not see them, but the line of the call is in there. */
function withLine(helper: (...values: unknown[]) => unknown): (...args: unknown[]) => unknown {
  return (...args) => {
    try {
      return helper(...args.slice(0, -1))
    } catch (error) {
      const { loc } = args.at(-1) as { loc?: hbs.AST.SourceLocation }
      throw Object.assign(error as Error, { lineNumber: loc?.start.line })
    }
  }
}

for (const [name, helper] of Object.entries(helpers)) environment.registerHelper(name, withLine(helper))

/** `default PATH VALUE` alone may name what is not there: an optional setting. Always looked up from the top. */
environment.registerHelper('default', (path: string, fallback: unknown, options: Handlebars.HelperOptions) => {
  let value: unknown = (options.data as { root: unknown }).root
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return fallback
    value = (value as Node)[name]
  }
  return value
})

function quoteDefaults(node: unknown): void {
  if (typeof node !== 'object' || node === null) return
  const { path, params } = node as { path?: Node; params?: Node[] }
  const first = params?.[0]
  if (path?.['original'] === 'default' && first?.['type'] === 'PathExpression') {
    Object.assign(first, { type: 'StringLiteral', value: first['original'] })
  }
  Object.values(node).forEach(quoteDefaults)
}

const options = {
  noEscape: true,
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries([...Object.keys(helpers), 'default'].map((name) => [name, true])),
} as const
const compiled = new Map<string, Compiled>()

function compile(template: string): Compiled {
  const known = compiled.get(template)
  if (known) return known
  const tree = parseTemplate(template)
  quoteDefaults(tree)
  const made = environment.compile(tree, options)
  compiled.set(template, made)
  return made
}

/** What Handlebars says, as a person would: `[pattern, what it means]`. */
const sayings: readonly (readonly [RegExp, (found: string) => string])[] = [
  [/^"(.*)" not defined in/, (name) => `"${name}" is not known here`],
  [/^Cannot use 'in' operator to search for '(.*)' in/, (name) => `"${name}" is not known here`],
  [/the unknown helper (\S+)/, (name) => `there is no helper "${name}"`],
  [/^Parse error on line \d+:\n(.*)\n/, (text) => `this is not Handlebars: ${text}`],
]

function failure(error: unknown, where: Source): NodeprepError {
  const message = messageOf(error)
  const line =
    (error as { lineNumber?: number }).lineNumber ?? Number(/^Parse error on line (\d+)/.exec(message)?.[1] ?? 1)
  const [said] = sayings.flatMap(([pattern, say]) => (pattern.exec(message)?.slice(1) ?? []).map(say))
  const plain = said ?? message.replace(/ - \d+:\d+$/, '').replaceAll('\n', ' ')
  return new NodeprepError('invalid-input', `${where.file}:${where.line + line - 1}: ${plain}`, {
    remedy: 'Correct the expression; `{{default PATH VALUE}}` is for a setting that may be absent.',
    cause: error,
  })
}

/**
 * Fills in one template. `where` is the place of its first line, for the message of the NodeprepError (`invalid-input`)
 * that a syntax error, an unknown helper or an unknown name raises. Compiled templates are kept.
 */
export function renderString(template: string, context: object, where: Source): string {
  if (!template.includes('{{')) return template
  try {
    return compile(template)(context)
  } catch (error) {
    throw failure(error, where)
  }
}

/**
 * Fills in every string of a parameter, however deep. A string that is nothing but `{{json EXPRESSION}}` becomes that
 * value itself: a list, a number, a boolean.
 */
export function renderValue(value: unknown, context: object, where: Source): unknown {
  if (typeof value === 'string') {
    const rendered = renderString(value, context, where)
    return /^\{\{json (?:(?!\}\}).)+\}\}$/s.test(value) ? (JSON.parse(rendered) as unknown) : rendered
  }
  if (Array.isArray(value)) return value.map((item) => renderValue(item, context, where))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renderValue(item, context, where)]))
}
