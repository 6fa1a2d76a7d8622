import type { PlannedStep } from '../../src/plan/plan.ts'

/** Parameters that are shell text. */
const SHELL = new Set(['check', 'apply', 'changes', 'why', 'script'])

/** Text of several lines to its last byte: a last line that does not end is said to be so. */
function block(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => (line === '' ? '  |' : `  | ${line}`))
  return text.endsWith('\n') ? lines.slice(0, -1) : [...lines, '  \\ no newline at the end']
}

/** Values in values, each by its path. */
function valueLines(name: string, value: unknown): readonly string[] {
  if (isDeep(value)) return Object.entries(value).flatMap(([key, inner]) => valueLines(`${name}/${key}`, inner))
  if (typeof value !== 'string') return [`  ${name}: ${JSON.stringify(value)}`]
  return value.includes('\n') ? [`  ${name}:`, ...block(value)] : [`  ${name}: ${value}`]
}

const isDeep = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.values(value).some((inner) => typeof inner === 'object')

const parametersOf = ({ params }: PlannedStep) => Object.entries(params as Record<string, unknown>)

export function scriptLines(step: PlannedStep): readonly string[] {
  return parametersOf(step)
    .filter(([name]) => SHELL.has(name))
    .flatMap(([name, value]) => valueLines(name, value))
}

/** A step without its scripts: title, parameters, and what it waits for and causes. */
export function stepLines(step: PlannedStep): readonly string[] {
  const { id, kind, title, sensitive, owes, awaits, provides } = step
  const values = parametersOf(step).filter(([name, value]) => !SHELL.has(name) && (name !== 'title' || value !== title))
  const relations = Object.entries({ owes, awaits, provides }).filter(([, names]) => names.length > 0)
  return [
    `${id}: ${title}`,
    ...(sensitive ? ['  sensitive'] : []),
    ...values.flatMap(([name, value]) => valueLines(`${kind}.${name}`, value)),
    ...relations.map(([name, names]) => `  ${name}: ${names.join(' ')}`),
  ]
}
