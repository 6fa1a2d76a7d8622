import { messageOf, NodeprepError } from '../../errors.ts'
import { mistakeOf } from './check-template.ts'
import { placeText, type Source } from '../source.ts'
import { evaluate } from './evaluate.ts'
import { TemplateError } from './expression.ts'
import { parseTemplate } from './parse-template.ts'

/** The place in a file that is one template, or that of the playbook's entry that a short one belongs to. */
function placeOf(error: unknown, where: Source): string {
  if (where.line > 1) return placeText(where)
  if (error instanceof TemplateError) return placeText({ ...where, line: error.line, column: error.column })
  return placeText({
    ...where,
    line: Number(/^Parse error on line (\d+):/.exec(messageOf(error))?.[1] ?? 1),
    column: 1,
  })
}

function failure(error: unknown, where: Source): NodeprepError {
  const text = /^Parse error on line \d+:\n(.*)\n/.exec(messageOf(error))?.[1]
  const said = text === undefined ? mistakeOf(error) : `this is not Handlebars: ${text}`
  return new NodeprepError('invalid-input', `${placeOf(error, where)}: ${said}`, {
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

/** What a condition gives; `what` names it in the NodeprepError (`invalid-input`) for one that gives neither true nor false. */
export function renderCondition(template: string, context: object, where: Source, what: string): boolean {
  const said = renderString(template, context, where).trim()
  if (said === 'true' || said === 'false') return said === 'true'
  throw new NodeprepError(
    'invalid-input',
    `${placeText(where)} ${what} must give true or false, not "${said}": ${template}`,
  )
}

/**
 * Fills in every string of a parameter, however deep. A string that is nothing but `{{json EXPRESSION}}` becomes that
 * value itself: a list, a number, a boolean.
 */
export function renderValue(value: unknown, context: object, where: Source): unknown {
  if (typeof value === 'string') {
    const rendered = renderString(value, context, where)
    return /^\{\{json (?:(?!\}\}).)+\}\}$/s.test(value) ? parsed(rendered, where) : rendered
  }
  if (Array.isArray(value)) return value.map((item) => renderValue(item, context, where))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renderValue(item, context, where)]))
}

/** A template that only looks like one `json` gives text that is none. */
function parsed(rendered: string, where: Source): unknown {
  try {
    return JSON.parse(rendered) as unknown
  } catch (error) {
    throw failure(new Error('this gives no JSON', { cause: error }), where)
  }
}
