import { checkTemplate } from '../templates/check-template.ts'
import { findTemplates, type Templates } from './find-templates.ts'
import type { Playbook } from '../playbook.ts'

/**
 * Reads and checks every template that the playbook names; the first folder that has it wins. Throws {@link InvalidInput} with
 * all that are missing and all that are wrong.
 */
export function loadTemplates(playbook: Pick<Playbook, 'steps'>, folders: readonly string[]): Templates {
  return findTemplates(playbook, folders, checkTemplate)
}
