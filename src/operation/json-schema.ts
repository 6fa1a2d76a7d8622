import { inputSchema, type JsonSchema } from '../validation/input-schema.ts'
import { asSchema, entryJsonSchema, withDefinitions } from '../playbook/loading/json-schema.ts'
import { phases } from './operation.ts'
import { operationSchema } from './operation-schema.ts'

/** The schema of operations for editors. */
export function operationJsonSchema(): JsonSchema {
  const { properties, ...operation } = inputSchema(operationSchema)
  const entry = entryJsonSchema()
  const lists = phases.map((phase) => [phase, { ...asSchema(properties?.[phase]), items: entry }] as const)
  return withDefinitions({
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Operation of nodeprep',
    ...operation,
    properties: { ...properties, ...Object.fromEntries(lists) },
  })
}
