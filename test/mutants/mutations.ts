import { mutantOf, type Mutant, type Mutation } from './mutant.ts'
import { playbookMutations } from './playbook.ts'
import { shellMutations } from './shell.ts'
import { templateMutations } from './template.ts'
import { typescriptMutations } from './typescript.ts'

const languages: Readonly<Record<string, (text: string) => readonly Mutation[]>> = {
  ts: typescriptMutations,
  sh: shellMutations,
  yaml: playbookMutations,
  hbs: templateMutations,
}

/** All small wrong changes of a file, by its name. */
export function mutantsOf(file: string, text: string): readonly Mutant[] {
  const mutations = languages[file.slice(file.lastIndexOf('.') + 1)]?.(text) ?? []
  return mutations
    .map((mutation) => mutantOf(file, text, mutation))
    .filter((one) => text.slice(one.start, one.end) !== one.text)
}
