import Handlebars from 'handlebars'

const parsed = new Map<string, hbs.AST.Program>()

/** Handlebars' tree of a template, kept: parsing is the dear part, and what was checked at load is rendered later. */
export function parseTemplate(text: string): hbs.AST.Program {
  const known = parsed.get(text)
  if (known) return known
  const tree = Handlebars.parse(text)
  parsed.set(text, tree)
  return tree
}
