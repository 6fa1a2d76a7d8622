import { messageOf, NodeprepError } from '../errors.ts'
import type { Source } from '../plan/plan.ts'
import { evaluate } from './evaluate.ts'
import { TemplateError } from './expression.ts'
import { parseTemplate } from './parse-template.ts'

function failure(error: unknown, where: Source): NodeprepError {
  const [, line, text] = /^Parse error on line (\d+):\n(.*)\n/.exec(messageOf(error)) ?? []
  const at = error instanceof TemplateError ? error.line : Number(line ?? 1)
  const said = text === undefined ? messageOf(error) : `this is not Handlebars: ${text}`
  return new NodeprepError('invalid-input', `${where.file}:${where.line + at - 1}: ${said}`, {
    remedy: 'Correct the expression; `{{default PATH VALUE}}` is for a setting that may be absent.',
    cause: error,
  })
}

/**
 * Fills in one template. `where` is the place of its first line, for the message of the NodeprepError (`invalid-input`)
 * that a syntax error, an unknown helper or an unknown name raises. Parsed templates are kept.
 */
export function renderString(template: string, context: object, where: Source): string {
  if (!template.includes('{{')) return template
  try {
    return evaluate(parseTemplate(template), context)
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
