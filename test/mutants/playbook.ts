import type { Mutation } from './mutant.ts'
import { shellMutations } from './shell.ts'

/** Keys that only say something to people or to this file. */
const LABELS = /^\s*(?:- )?(?:id|title|name|description|apiVersion|kind|why|metadata|steps|spec):/
const SHELL = /^(\s*)(?:- )?(?:check|apply|script): ?(.*)$/

/** Small wrong changes of a playbook or an operation: of its conditions, its fields and its shell. */
export function playbookMutations(text: string): readonly Mutation[] {
  const found: Mutation[] = []
  let at = 0
  let block: { readonly indent: number; readonly shell: boolean } | undefined
  for (const line of text.split('\n')) {
    const [start, end] = [at, at + line.length + 1]
    at = end
    const indent = line.search(/\S/)
    if (block && (indent === -1 || indent > block.indent)) {
      if (block.shell) found.push(...shellMutations(line, start))
      continue
    }
    block = undefined
    if (indent === -1 || line[indent] === '#') continue
    const [, , command] = SHELL.exec(line) ?? []
    if (/: [|>]-?$/.test(line)) block = { indent: line.replace(/- /, '  ').search(/\S/), shell: command !== undefined }
    else if (command !== undefined) found.push(...shellMutations(command, start + line.length - command.length))
    else found.push(...fieldMutations(line, start, end))
  }
  return found
}

/** Of one line that is no shell. */
function fieldMutations(line: string, start: number, end: number): readonly Mutation[] {
  if (LABELS.test(line)) return []
  const left: readonly Mutation[] = line.trim().endsWith(':') ? [] : [{ start, end, text: '', kind: 'line left out' }]
  const [found, quote = '', condition = ''] = /when: (["'])\{\{(.*)\}\}\1$/.exec(line) ?? []
  if (found === undefined) return left
  const inner = /^\w+ /.test(condition) ? `(${condition})` : condition
  const at = start + line.indexOf(found)
  const turned = `when: ${quote}{{not ${inner}}}${quote}`
  return [...left, { start: at, end: at + found.length, text: turned, kind: 'condition' }]
}
