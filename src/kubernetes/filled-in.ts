import type { PlaybookStep } from '../playbook/playbook.ts'

/**
 * A step for one of several nodes: `NODEPREP_NAME` in its texts becomes the value of NAME. These are words and not
 * templates, because the playbook is put together before a step meets a host's context.
 */
export function filledIn(step: PlaybookStep, suffix: string, values: Readonly<Record<string, string>>): PlaybookStep {
  const fill = (text: string): string =>
    text.replaceAll(/NODEPREP_([A-Z]+)/g, (word, name: string) => values[name] ?? word)
  const deep = (value: unknown): unknown => {
    if (typeof value === 'string') return fill(value)
    if (Array.isArray(value)) return value.map(deep)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, deep(inner)]))
  }
  return {
    ...step,
    id: `${step.id}${suffix}`,
    params: deep(step.params) as PlaybookStep['params'],
    when: step.when.map(fill),
    awaits: step.awaits.map(fill),
    provides: step.provides.map(fill),
  }
}
