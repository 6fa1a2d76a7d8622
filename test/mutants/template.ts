import type { Mutation } from './mutant.ts'

/** Small wrong changes of a Handlebars template: conditions, values that are not quoted any more, lines left out. */
export function templateMutations(text: string): readonly Mutation[] {
  const found: Mutation[] = []
  let at = 0
  for (const line of text.split('\n')) {
    const [start, end] = [at, at + line.length + 1]
    at = end
    if (line.trim() === '' || /^\s*(?:#|\{\{!)/.test(line)) continue
    for (const { index, 0: word, 1: condition = '' } of line.matchAll(/\{\{#if ([^}]+)\}\}/g)) {
      const inner = /^\w+ /.test(condition) ? `(${condition})` : condition
      found.push({
        start: start + index,
        end: start + index + word.length,
        text: `{{#if (not ${inner})}}`,
        kind: 'condition',
      })
    }
    for (const { index, 0: word } of line.matchAll(/(?<=\{\{)(?:json|toml) /g))
      found.push({ start: start + index, end: start + index + word.length, text: '', kind: 'not quoted' })
    const opens = (line.match(/\{\{[#/]/g) ?? []).length
    if (opens === 0 && !line.includes('{{else')) found.push({ start, end, text: '', kind: 'line left out' })
  }
  return found
}
