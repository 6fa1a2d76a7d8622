import { inputSchema, type JsonSchema } from '../validation/input-schema.ts'
import { clusterSchema } from './schema/cluster.ts'

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
