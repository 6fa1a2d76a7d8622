import { readFileSync } from 'node:fs'
import { parseOperation } from '../../src/operation/load-operation.ts'
import type { Operation } from '../../src/operation/operation.ts'

const root = new URL('../../', import.meta.url)
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8')

export type OwnOperation = 'journal-limit' | 'reboot-nodes' | 'forget-nodes'

/** The text of an operation that docs/own-playbooks.md has as an example. */
export function ownOperationText(name: OwnOperation): string {
  const blocks = text('docs/own-playbooks.md').matchAll(/```yaml\n(.*?)```/gs)
  const found = [...blocks].map(([, block = '']) => block).find((block) => block.startsWith(`# books/${name}.yaml\n`))
  if (found === undefined) throw new Error(`docs/own-playbooks.md has no operation ${name}`)
  return found
}

/** The same, loaded with the playbooks it includes. Throws when there is a mistake in it. */
export function ownOperation(name: OwnOperation): Operation {
  const result = parseOperation(ownOperationText(name), `${name}.yaml`, (included) => {
    const file = `playbooks/${included}.yaml`
    return { file, text: text(file) }
  })
  if ('problems' in result) throw new Error(result.problems.map(({ message }) => message).join('\n'))
  return result.operation
}
