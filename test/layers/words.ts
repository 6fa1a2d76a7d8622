import ts from 'typescript'

/** Products of which the engine knows nothing, also within a longer name. */
const products = /kube|containerd|crio|cri-o\b/i

/** Lines of a text, comments included, that name a product: `3: the line`. */
export function productLines(text: string): readonly string[] {
  return text.split('\n').flatMap((line, i) => (products.test(line) ? [`${i + 1}: ${line.trim()}`] : []))
}

/** The same of the code of a step kind: comments and documentation may name a product as an example. */
export function productsInCode(text: string): readonly string[] {
  const source = ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node) || isDocumentation(node)) return
    const token = node.getText()
    if (node.getChildCount() > 0) node.getChildren().forEach(visit)
    else if (products.test(token))
      found.push(`${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${token}`)
  }
  visit(source)
  return found
}

/** Text for readers alone: about a kind, about a parameter, or how that is to be written. */
function isDocumentation(node: ts.Node): boolean {
  const { parent } = node as { readonly parent?: ts.Node }
  if (parent === undefined) return false
  if (ts.isPropertyAssignment(parent))
    return node === parent.initializer && ['description', 'example'].includes(parent.name.getText())
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression)) return false
  const method = parent.expression.name.text
  return (method === 'describe' && node === parent.arguments[0]) || (method === 'regex' && node === parent.arguments[1])
}
