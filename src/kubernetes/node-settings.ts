import type { Cluster, Host } from '../cluster/cluster.ts'

const hex = (text: string) => Buffer.from(text).toString('hex')

/** Labels, annotations and taints of a host's node, as playbooks/lib/node-settings.sh reads them; '' for none. */
export function nodeSettings({ labels = {}, annotations = {}, taints = [] }: Host): string {
  const words = [
    ...Object.entries(labels).map(([key, value]) => `label:${key}=${hex(value)}`),
    ...Object.entries(annotations).map(([key, value]) => `annotation:${key}=${hex(value)}`),
    ...taints.map(({ key, value, effect }) => `taint:${key}:${effect}=${hex(value)}`),
  ]
  return words.toSorted().join(' ')
}

/** A host's node is given something of its own. */
export const hasNodeSettings = (host: Host): boolean => nodeSettings(host) !== ''

/** The same of all hosts that have some, a line each. */
export function allNodeSettings({ hosts }: Cluster): string {
  return hosts
    .map((host) => [host.name, nodeSettings(host)] as const)
    .filter(([, words]) => words !== '')
    .map(([name, words]) => `want ${name} ${words}`)
    .join('\n')
}
