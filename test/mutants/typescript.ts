import ts from 'typescript'
import type { Mutation } from './mutant.ts'
import { isWording } from './wording.ts'
import { mutationsOfNode } from './typescript-nodes.ts'

/** Small wrong changes of a TypeScript file. What only words a message is left alone. */
export function typescriptMutations(text: string): readonly Mutation[] {
  const source = ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true)
  const found: Mutation[] = []
  const visit = (node: ts.Node): void => {
    if (isWording(node) || ts.isTypeNode(node) || ts.isImportDeclaration(node)) return
    found.push(...mutationsOfNode(node, source))
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}
