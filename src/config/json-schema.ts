import { inputSchema, type JsonSchema } from '../validation/input-schema.ts'
import { formsOf, isLeaf, liveOf } from './live-leaves.ts'
import { clusterSchema } from './schema/cluster.ts'
import type { Live } from './schema/live.ts'

/** The schema for editors. They hold every document of cluster.yaml against it, so those for kubeadm must pass. */
export function clusterJsonSchema(): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'cluster.yaml of nodeprep',
    if: { properties: { apiVersion: { pattern: '^(kubeadm|kubelet\\.config|kubeproxy\\.config)\\.k8s\\.io/' } } },
    then: { type: 'object', required: ['kind'] },
    else: described(inputSchema(clusterSchema)),
  }
}

/** Editors show descriptions alone, and some refuse keywords that they do not know: what is declared is put into words. */
function described(schema: JsonSchema, above?: Live): JsonSchema {
  const live = liveOf(schema, above)
  for (const form of formsOf(schema)) described(form, live)
  for (const key of Object.values(schema.properties ?? {})) {
    if (typeof key !== 'object') continue
    const ofKey = liveOf(key, live)
    if (ofKey && (isLeaf(key) || 'live' in key))
      key.description = `${key.description ?? ''} ${liveSentences(ofKey)}`.trimStart()
    described(key, live)
  }
  delete schema['live']
  return schema
}

/** What becomes of a change on a live cluster, in sentences. */
export function liveSentences({ does, command, note }: Live): string {
  const more = note === '' ? '' : ` ${note}`
  switch (does) {
    case 'converges':
      return `A change takes effect on a live cluster with the next apply.${more}`
    case 'rolls':
      return `A change takes effect on a live cluster with the next apply, one node at a time.${more}`
    case 'operation':
      return `On a live cluster nodeprep ${command} changes it.${more}`
    case 'fixed':
      return `Fixed on a live cluster: ${note}.`
  }
}
