import * as z from 'zod'
import { describe, expect, it } from 'vitest'
import { shippedOperations } from '../../src/commands/shipped-operations.ts'
import { clusterJsonSchema, liveSentences } from '../../src/config/json-schema.ts'
import { converges, fixed, operation, rolls, subtree } from '../../src/config/schema/live.ts'
import { inputSchema, type JsonSchema } from '../../src/validation/input-schema.ts'
import { leavesOf, type Leaf } from './leaves.ts'

/** What is wrong with the declarations of a schema, one line a leaf. */
function problems(leaves: readonly Leaf[]): readonly string[] {
  const commands = shippedOperations.map(({ name }) => name)
  return leaves.flatMap(({ name, live }) => {
    if (!live) return [`${name} does not declare what a change of it does on a live cluster`]
    if (live.does === 'fixed' && live.note === '') return [`${name} is fixed for no reason`]
    if (live.does === 'operation' && !commands.includes(live.command))
      return [`${name} names the operation ${live.command}, which does not exist`]
    return []
  })
}

describe('declarations of what a change does on a live cluster', () => {
  it('are there for every leaf of cluster.yaml, with a reason or a command that exists', () => {
    const leaves = leavesOf()
    expect(leaves.length).toBeGreaterThan(120)
    expect(leaves.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['spec.mirror', 'spec.hosts', 'spec.hosts[].ssh.bastion.user', 'spec.kernel.parameters']),
    )
    expect(problems(leaves)).toEqual([])
  })

  it('are missed where they are missing, each by name', () => {
    const text = z.string()
    const schema = z.strictObject({
      bare: text,
      list: z.array(z.strictObject({ item: text })).meta(converges()),
      all: z.array(z.strictObject({ item: text, own: text.meta(rolls()) })).meta(subtree(converges())),
      form: z.union([z.literal('x'), z.strictObject({ field: text })]).optional(),
      forms: z.union([z.strictObject({ a: text.meta(converges()) }), z.strictObject({ b: text.meta(converges()) })]),
      records: z.record(z.string(), z.strictObject({ inner: text })),
      mapping: z.strictObject({ fixed: text.meta(fixed('')), gone: text.meta(operation('fly')) }),
      keys: z.record(z.string(), text).default({}).meta(converges()),
    })
    expect(problems(leavesOf(inputSchema(schema)))).toEqual([
      'bare does not declare what a change of it does on a live cluster',
      'list[].item does not declare what a change of it does on a live cluster',
      'form does not declare what a change of it does on a live cluster',
      'form.field does not declare what a change of it does on a live cluster',
      'records does not declare what a change of it does on a live cluster',
      'records.<name>.inner does not declare what a change of it does on a live cluster',
      'mapping.fixed is fixed for no reason',
      'mapping.gone names the operation fly, which does not exist',
    ])
  })

  it('are notes in sentences and reasons in clauses', () => {
    for (const { name, live } of leavesOf())
      expect(live?.note, name).toMatch(live?.does === 'fixed' ? /[^.]$/ : /^$|^(nodeprep|[A-Z]).*\.$/)
  })
})

describe('the schema for editors', () => {
  /** Every mapping that is a schema. */
  function schemas(schema: unknown): JsonSchema[] {
    if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return []
    const { properties = {}, items, additionalProperties, anyOf = [] } = schema as JsonSchema
    return [
      schema as JsonSchema,
      ...[...Object.values(properties), items, additionalProperties, ...anyOf].flatMap(schemas),
    ]
  }

  it('ends the description of each leaf with what a change does', () => {
    const all = leavesOf(clusterJsonSchema().else as JsonSchema)
    expect(all.map(({ name }) => name)).toEqual(leavesOf().map(({ name }) => name))
    const described = schemas(clusterJsonSchema().else).filter((one) => / live cluster/.test(one.description ?? ''))
    expect(described.length).toBeGreaterThan(all.length)
  })

  it('has no keywords but those of JSON Schema', () => {
    const keywords = new Set(schemas(clusterJsonSchema().else).flatMap((one) => Object.keys(one)))
    const known = ['type', 'const', 'enum', 'default', 'description', 'pattern', 'minLength', 'maxLength', 'minimum']
    const more = [
      'maximum',
      'minItems',
      'properties',
      'required',
      'additionalProperties',
      'propertyNames',
      'items',
      'anyOf',
    ]
    expect([...keywords].filter((keyword) => ![...known, ...more].includes(keyword))).toEqual([])
  })

  it.each([
    [converges(), 'A change takes effect on a live cluster with the next apply.'],
    [
      converges('One that is taken out stays.'),
      'A change takes effect on a live cluster with the next apply. One that is taken out stays.',
    ],
    [rolls(), 'A change takes effect on a live cluster with the next apply, one node at a time.'],
    [operation('migrate-runtime'), 'On a live cluster nodeprep migrate-runtime changes it.'],
    [fixed('nodes keep it'), 'Fixed on a live cluster: nodes keep it.'],
  ])('case %#', ({ live }, sentences) => {
    expect(liveSentences(live)).toBe(sentences)
  })
})
