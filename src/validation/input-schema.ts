import * as z from 'zod'

export type JsonSchema = z.core.JSONSchema.BaseSchema

/** What a person may write for a schema, as JSON Schema draft 7, which editors know best. */
export function inputSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _, '~standard': __, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' })
  return rest
}
