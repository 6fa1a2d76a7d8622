import { formsOf, isLeaf, liveOf } from '../../src/config/live-leaves.ts'
import { clusterSchema } from '../../src/config/schema/cluster.ts'
import type { Live } from '../../src/config/schema/live.ts'
import { inputSchema, type JsonSchema } from '../../src/validation/input-schema.ts'

/** A key of cluster.yaml that a value is written at. */
export interface Leaf {
  /** As the reference writes it: `spec.hosts[].name`. */
  readonly name: string
  /** `[]` for any item of a list. */
  readonly path: readonly string[]
  readonly live: Live | undefined
  /** The key that declares it: this one, or one above. */
  readonly declaredAt: string
}

interface Above {
  readonly path: readonly string[]
  readonly live: Live | undefined
  readonly declaredAt: string
}

const nameOf = (path: readonly string[]) =>
  path
    .map((key) => (key === '[]' ? key : `.${key.includes('.') ? `"${key}"` : key}`))
    .join('')
    .slice(1)

/** Every leaf of the schema of cluster.yaml, or of another. */
export function leavesOf(schema: JsonSchema = inputSchema(clusterSchema)): readonly Leaf[] {
  const found = below(schema, { path: [], live: undefined, declaredAt: '' })
  return [...new Map(found.map((leaf) => [leaf.name, leaf])).values()]
}

function below(schema: JsonSchema, above: Above): readonly Leaf[] {
  const keys = Object.entries(schema.properties ?? {}).flatMap(([key, value]) =>
    typeof value === 'object' ? atKey(value, [...above.path, key], above) : [],
  )
  const { items, additionalProperties } = schema
  const forms = formsOf(schema).flatMap((form) =>
    below(form, {
      ...above,
      path: [...above.path, ...(form === items ? ['[]'] : form === additionalProperties ? ['<name>'] : [])],
    }),
  )
  return [...keys, ...forms]
}

function atKey(schema: JsonSchema, path: readonly string[], above: Above): readonly Leaf[] {
  const name = nameOf(path)
  const live = liveOf(schema, above.live)
  const declaredAt = 'live' in schema ? name : live ? above.declaredAt : ''
  return [
    ...(isLeaf(schema) ? [{ name, path, live, declaredAt }] : []),
    ...below(schema, { path, live: live ?? above.live, declaredAt }),
  ]
}
