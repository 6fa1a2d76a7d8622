import ts from 'typescript'

/** Calls whose arguments are words for people. */
const speakers = /^(?:describe|meta|note|tell|say|warn|info|log|write|problem)$/
/** Properties whose values are. */
const fields = /^(?:message|remedy|title|description|about|example|summary|help|why)$/
/** Functions that return them. */
const tellers = /(?:Error|Message|Text|Problem|Words?)$/

const nameOf = (node: ts.Node): string =>
  ts.isPropertyAccessExpression(node) ? node.name.text : ts.isIdentifier(node) ? node.text : ''

/** Only words a message: a change of it is no wrong behaviour, but other words. */
export function isWording(node: ts.Node): boolean {
  const { parent } = node as { readonly parent?: ts.Node }
  if (parent === undefined) return false
  if (ts.isNewExpression(parent) && node !== parent.expression) return /Error$/.test(nameOf(parent.expression))
  if (ts.isCallExpression(parent) && node !== parent.expression)
    return speakers.test(nameOf(parent.expression)) && !ts.isFunctionLike(node)
  if (ts.isPropertyAssignment(parent) && node === parent.initializer)
    return fields.test(parent.name.getText()) && !ts.isFunctionLike(node)
  if (ts.isTemplateExpression(node)) return node.getText().includes(' ')
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return /['`][^'`]* [^'`]*['`]/.test(parent.getText())
  return ts.isBlock(node) && ts.isFunctionDeclaration(parent) && tellers.test(parent.name?.text ?? '') && saysOnly(node)
}

/** A body that only makes an error or a text. */
const saysOnly = (block: ts.Block): boolean => {
  const last = block.statements.at(-1)
  return last !== undefined && ts.isReturnStatement(last) && !/\b(?:await|throw)\b/.test(block.getText())
}
