import { inputSchema, type JsonSchema } from '../../validation/input-schema.ts'
import { isLiteral } from '../literal-keys.ts'
import { playbookKinds } from './load.ts'
import { entrySchema, playbookSchema } from '../playbook-schema.ts'

const TEMPLATE: JsonSchema = { type: 'string', pattern: '\\{\\{' }

/** The schema for editors: like the loader it lets a template stand for any value that is filled in. */
export function playbookJsonSchema(): JsonSchema {
  const { properties, ...playbook } = inputSchema(playbookSchema)
  return withDefinitions({
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Playbook of nodeprep',
    ...playbook,
    properties: { ...properties, steps: { ...asSchema(properties?.['steps']), items: entryJsonSchema() } },
  })
}

/** What kinds define for themselves, at the root, from where a `$ref` is looked up. */
export function withDefinitions(schema: JsonSchema): JsonSchema {
  const definitions: Record<string, unknown> = {}
  const lift = (key: string, value: unknown): unknown => {
    if (key !== 'definitions') return value
    Object.assign(definitions, value)
    return undefined
  }
  return { ...(JSON.parse(JSON.stringify(schema), lift) as JsonSchema), definitions: definitions }
}

/** The schema of one entry. */
export function entryJsonSchema(): JsonSchema {
  const names = [...playbookKinds.keys()]
  const kinds = [...playbookKinds].map(([kind, { params }]) => [kind, kindSchema(kind, inputSchema(params))] as const)
  return {
    type: 'object',
    properties: { ...inputSchema(entrySchema).properties, ...Object.fromEntries(kinds) },
    additionalProperties: false,
    oneOf: [{ required: ['include'] }, ...names.map((kind) => ({ required: ['id', kind] }))],
  }
}

function kindSchema(kind: string, { properties = {}, ...rest }: JsonSchema): JsonSchema {
  const filled = Object.entries(properties).map(([key, value]) => [
    key,
    isLiteral(kind, key) ? value : templated(asSchema(value)),
  ])
  return { ...rest, properties: Object.fromEntries(filled) as Record<string, JsonSchema> }
}

function templated({ description, default: standard, ...schema }: JsonSchema): JsonSchema {
  const about = {
    ...(description === undefined ? {} : { description }),
    ...(standard === undefined ? {} : { default: standard }),
  }
  if (schema.type === 'string' && Object.keys(schema).length === 1) return { ...about, ...schema }
  const items = schema.items === undefined ? {} : { items: templated(asSchema(schema.items)) }
  const values =
    schema.additionalProperties === undefined
      ? {}
      : { additionalProperties: templated(asSchema(schema.additionalProperties)) }
  return { ...about, anyOf: [{ ...schema, ...items, ...values }, TEMPLATE] }
}

/** JSON Schema allows `true` and lists in places where zod writes neither. */
export function asSchema(schema: unknown): JsonSchema {
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema) ? (schema as JsonSchema) : {}
}
