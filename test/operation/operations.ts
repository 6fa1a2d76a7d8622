import { loadOperation, parseOperation } from '../../src/operation/load-operation.ts'
import type { Operation } from '../../src/operation/operation.ts'

const playbooks = new URL('../../playbooks', import.meta.url).pathname

export const shippedOperation = (name: string): Operation => loadOperation(name, [playbooks])

/** An operation from its text; `included` are playbooks by name. Throws when there is a mistake in it. */
export function operationOf(body: string, included: Readonly<Record<string, string>> = {}): Operation {
  const result = parseOperation(text(body), 'o.yaml', (name) => {
    const found = included[name]
    return found === undefined ? undefined : { file: `${name}.yaml`, text: found }
  })
  if ('problems' in result) throw new Error(result.problems.map(({ message }) => message).join('\n'))
  return result.operation
}

/** What is wrong with an operation: `line:column path: message; hint`. */
export function mistakesIn(body: string): readonly string[] {
  const result = parseOperation(text(body), 'o.yaml', () => undefined)
  if (!('problems' in result)) return []
  return result.problems.map(
    ({ line, column, path, message, hint }) => `${line}:${column} ${path}: ${message}; ${hint}`,
  )
}

const text = (body: string) => `apiVersion: nodeprep.dev/v1alpha1
kind: Operation
metadata: { name: restart, description: restarts every node }
${body}`
