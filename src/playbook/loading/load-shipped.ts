import type { Playbook } from '../playbook.ts'
import { assemble, loadBy } from './assemble.ts'
import { findTemplates, type Templates } from './find-templates.ts'

class NotShipped extends Error {}

const refuse = (): never => {
  throw new NotShipped()
}

/**
 * A playbook and its templates, if all of them are as the package ships them: the build has read and checked these, so the code
 * for that need not be loaded. undefined where a single one is another. Throws {@link InvalidInput} as loading them does.
 */
export function loadShipped(
  nameOrFile: string,
  folders: { readonly playbooks: readonly string[]; readonly templates: readonly string[] },
): { playbook: Playbook; templates: Templates } | undefined {
  try {
    const playbook = loadBy((...source) => assemble(...source, refuse), nameOrFile, folders.playbooks)
    return { playbook, templates: findTemplates(playbook, folders.templates, refuse) }
  } catch (error) {
    if (error instanceof NotShipped) return undefined
    throw error
  }
}
