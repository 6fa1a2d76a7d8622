import * as z from 'zod'
import { clusterSchema } from './schema/cluster.ts'

export type JsonSchema = z.core.JSONSchema.BaseSchema

/** What a person may write for a schema, as JSON Schema draft 7, which editors know best. */
export function inputSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _, '~standard': __, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' })
  return rest
}

/** The schema for editors. They hold every document of cluster.yaml against it, so those for kubeadm must pass. */
export function clusterJsonSchema(): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'cluster.yaml of nodeprep',
    if: { properties: { apiVersion: { pattern: '^(kubeadm|kubelet\\.config|kubeproxy\\.config)\\.k8s\\.io/' } } },
    then: { type: 'object', required: ['kind'] },
    else: inputSchema(clusterSchema),
  }
}
