import ts from 'typescript'
import type { Mutation } from './mutant.ts'

const { SyntaxKind } = ts

/** What stands for each operator: comparisons both ways, one step off and turned round. */
const operators: Readonly<Partial<Record<ts.SyntaxKind, readonly string[]>>> = {
  [SyntaxKind.EqualsEqualsEqualsToken]: ['!=='],
  [SyntaxKind.ExclamationEqualsEqualsToken]: ['==='],
  [SyntaxKind.LessThanToken]: ['<=', '>='],
  [SyntaxKind.LessThanEqualsToken]: ['<', '>'],
  [SyntaxKind.GreaterThanToken]: ['>=', '<='],
  [SyntaxKind.GreaterThanEqualsToken]: ['>', '<'],
  [SyntaxKind.AmpersandAmpersandToken]: ['||'],
  [SyntaxKind.BarBarToken]: ['&&'],
}

/** Methods without which a value of the same type remains. */
const passing = /^(?:filter|toSorted|toReversed|sort|reverse|slice|trim|trimEnd|toLowerCase|replace|replaceAll)$/

type Change = (text: string, kind: string, at?: { readonly start: number; readonly end: number }) => Mutation

/** The wrong changes of one node, without those of the nodes in it. */
export function mutationsOfNode(node: ts.Node, source: ts.SourceFile): readonly Mutation[] {
  const own = { start: node.getStart(source), end: node.end }
  const change: Change = (text, kind, { start, end } = own) => ({ start, end, text, kind })
  return [
    ...ofExpression(node, source, change),
    ...ofStatement(node, source, change),
    ...ofLiteral(node, source, change),
  ]
}

function ofExpression(node: ts.Node, source: ts.SourceFile, change: Change): readonly Mutation[] {
  if (ts.isBinaryExpression(node)) {
    const at = { start: node.operatorToken.getStart(source), end: node.operatorToken.end }
    return (operators[node.operatorToken.kind] ?? []).map((other) => change(other, 'operator', at))
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken)
    return [change(node.operand.getText(source), 'negation')]
  if (ts.isConditionalExpression(node)) return [negated(node.condition, source, change)]
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { expression, name } = node.expression
    return passing.test(name.text) ? [change(expression.getText(source), 'call left out')] : []
  }
  return []
}

const negated = (condition: ts.Expression, source: ts.SourceFile, change: Change): Mutation =>
  change(`!(${condition.getText(source)})`, 'condition', { start: condition.getStart(source), end: condition.end })

function ofStatement(node: ts.Node, source: ts.SourceFile, change: Change): readonly Mutation[] {
  if (ts.isExpressionStatement(node)) return [change(';', 'statement left out')]
  if (ts.isIfStatement(node)) {
    const without = node.elseStatement === undefined ? [change(';', 'statement left out')] : []
    return [negated(node.expression, source, change), ...without]
  }
  if (ts.isThrowStatement(node)) return [change(';', 'statement left out')]
  if (ts.isFunctionLike(node) && 'body' in node && node.body && ts.isBlock(node.body)) {
    const start = node.body.getStart(source) + 1
    return node.body.statements.length > 1 ? [change(' return;', 'early return', { start, end: start })] : []
  }
  return []
}

function ofLiteral(node: ts.Node, source: ts.SourceFile, change: Change): readonly Mutation[] {
  if (ts.isNumericLiteral(node)) {
    const number = Number(node.text)
    // Durations and sizes: nobody can tell one more from one less.
    if (number >= 1000) return []
    return [number + 1, number - 1].map((other) => change(String(other), 'number'))
  }
  if (node.kind === SyntaxKind.TrueKeyword) return [change('false', 'boolean')]
  if (node.kind === SyntaxKind.FalseKeyword) return [change('true', 'boolean')]
  if (ts.isStringLiteral(node) && /^\S+$/.test(node.text) && !ts.isPropertyAssignment(node.parent))
    return [change("''", 'text emptied')]
  if (ts.isArrayLiteralExpression(node) && node.elements.length > 1) {
    return node.elements.map((_, left) => {
      const rest = node.elements.filter((_, i) => i !== left).map((element) => element.getText(source))
      return change(`[${rest.join(', ')}]`, 'element left out')
    })
  }
  if (ts.isRegularExpressionLiteral(node)) {
    const { start } = { start: node.getStart(source) }
    return [...node.text.matchAll(/\|[\w -]+(?=[|)/])/g)].map(({ index, 0: { length } }) =>
      change('', 'alternative left out', { start: start + index, end: start + index + length }),
    )
  }
  return []
}
