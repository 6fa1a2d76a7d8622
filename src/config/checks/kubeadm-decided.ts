import type { Problem } from '../../yaml/problem.ts'
import type { View } from '../../validation/validate.ts'
import { nodeAt, startOf, textAt } from '../../yaml/node.ts'
import type { YamlDocument } from '../../yaml/node.ts'

/** Fields of ClusterConfiguration that spec.kubernetes decides; a different value here would be a trap. */
const DECIDED: readonly (readonly [path: readonly string[], field: string])[] = [
  [['kubernetesVersion'], 'version'],
  [['controlPlaneEndpoint'], 'controlPlaneEndpoint'],
  [['networking', 'podSubnet'], 'podSubnet'],
  [['networking', 'serviceSubnet'], 'serviceSubnet'],
  [['networking', 'dnsDomain'], 'dnsDomain'],
]

const normal = (text: string | undefined) => text?.replace(/^v(?=\d)/, '')

/** A ClusterConfiguration may repeat what spec.kubernetes says, not contradict it. */
export function checkDecided({ root, problem }: YamlDocument, view: View): Problem[] {
  return DECIDED.filter(([path, field]) => {
    const at = ['spec', 'kubernetes', field]
    const wrong = view.has(at) && view.text(at) === undefined
    return nodeAt(root, path) !== undefined && !wrong && normal(textAt(root, path)) !== normal(view.text(at))
  }).map(([path, field]) =>
    problem(
      startOf(root, path),
      path,
      `is decided by spec.kubernetes.${field}`,
      'write it there and leave it out here',
    ),
  )
}
