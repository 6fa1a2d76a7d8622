import type { KubeadmDocument } from '../../cluster/cluster.ts'
import { unknownName } from '../../validation/did-you-mean.ts'
import type { Problem } from '../../yaml/problem.ts'
import type { View } from '../../validation/validate.ts'
import { startOf, textAt, toValue } from '../../yaml/node.ts'
import type { YamlDocument } from '../../yaml/node.ts'
import { checkApiVersion } from './kubeadm-api-version.ts'
import { checkDecided } from './kubeadm-decided.ts'
import { checkNodeIp } from './kubeadm-node-ip.ts'

const KINDS: readonly KubeadmDocument['kind'][] = [
  'ClusterConfiguration',
  'InitConfiguration',
  'JoinConfiguration',
  'KubeletConfiguration',
  'KubeProxyConfiguration',
]

/** Reads the documents after the first; `view` is that of the first. */
export function readKubeadmDocuments(
  documents: readonly YamlDocument[],
  view: View,
): { documents: KubeadmDocument[]; problems: Problem[] } {
  const seen = new Set<string>()
  const read: KubeadmDocument[] = []
  const problems = documents.flatMap((document) => {
    const { root } = document
    const problem = (path: readonly string[], message: string, hint: string) => [
      document.problem(startOf(root, path), path, message, hint),
    ]
    if (root.kind !== 'mapping')
      return problem([], 'expected a mapping', 'write apiVersion, kind and what belongs to it')
    const given = textAt(root, ['kind'])
    if (given === undefined) return problem(['kind'], 'is missing', `known: ${KINDS.join(', ')}`)
    if (given === 'Cluster') return problem(['kind'], 'a second Cluster document', 'keep one Cluster a file')
    const kind = KINDS.find((name) => name === given)
    if (!kind) {
      const { message, hint } = unknownName('kind', given, KINDS)
      return problem(['kind'], message, hint)
    }
    if (seen.has(kind)) return problem(['kind'], `a second ${kind} document`, 'merge the two')
    seen.add(kind)
    read.push(kubeadmDocument(document, kind))
    return [
      ...checkApiVersion(document, kind, view),
      ...checkNodeIp(document, kind, view),
      ...(kind === 'ClusterConfiguration' ? checkDecided(document, view) : []),
    ]
  })
  return { documents: read, problems }
}

function kubeadmDocument({ root, problem }: YamlDocument, kind: KubeadmDocument['kind']): KubeadmDocument {
  const value = toValue(root) as Record<string, unknown>
  return { apiVersion: textAt(root, ['apiVersion']) ?? '', kind, value, line: problem(root.start, [], '').line }
}
