import { MAX_FILE_SIZE } from '../../yaml/parse.ts'
import { InvalidInput, type Problem } from '../../yaml/problem.ts'
import { readText } from '../../yaml/read-text.ts'
import { findInside } from '../inside.ts'
import type { Playbook, PlaybookStep } from '../playbook.ts'
import { isShippedTemplate } from '../shipped.ts'
import type { TemplateMistake } from '../templates/check-template.ts'

export interface Template {
  readonly file: string
  readonly text: string
}
/** By the `src` that playbooks use. */
export type Templates = ReadonlyMap<string, Template>

function find(src: string, folders: readonly string[]): Template | undefined {
  const file = findInside(src, folders)
  return file === undefined ? undefined : { file, text: readText(file, MAX_FILE_SIZE) }
}

function missing({ id, source }: PlaybookStep, src: string, folders: readonly string[]): Problem {
  const message = `there is no template ${src} in ${folders.join(', ')}`
  return { ...source, column: 1, path: id, message, hint: '' }
}

/** What is wrong in the text of a template; `hasItem` where it belongs to a step with each. */
export type CheckTemplate = (text: string, hasItem: boolean) => readonly TemplateMistake[]

function mistakes({ file, text }: Template, { each }: PlaybookStep, check: CheckTemplate): Problem[] {
  if (isShippedTemplate(text)) return []
  return check(text, each !== undefined).map(({ column, ...mistake }) => ({
    file,
    path: '',
    column: column || 1,
    ...mistake,
  }))
}

/**
 * Reads every template that the playbook names; the first folder that has it wins. `check` looks at those that the package does
 * not ship. Throws {@link InvalidInput} with all that are missing and all that are wrong.
 */
export function findTemplates(
  { steps }: Pick<Playbook, 'steps'>,
  folders: readonly string[],
  check: CheckTemplate,
): Templates {
  const templates = new Map<string, Template>()
  const problems: Problem[] = []
  for (const step of steps) {
    const { src } = step.params
    if (step.kind !== 'template' || typeof src !== 'string' || templates.has(src)) continue
    const template = find(src, folders)
    if (!template) problems.push(missing(step, src, folders))
    else {
      templates.set(src, template)
      problems.push(...mistakes(template, step, check))
    }
  }
  if (problems.length > 0) throw new InvalidInput(problems)
  return templates
}
