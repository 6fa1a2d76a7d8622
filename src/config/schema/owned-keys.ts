import { say } from '../../validation/say.ts'

export type KeyOf = 'label' | 'annotation' | 'taint'

/** Keys of nodes that somebody keeps as they are, who that is, and what to write instead. */
const owners: readonly (readonly [of: readonly KeyOf[], keys: RegExp, owner: string, instead: string])[] = [
  [
    ['label', 'annotation', 'taint'],
    /^nodeprep\.dev\//,
    "is reserved for nodeprep's own use",
    'use a prefix of your own, as in example.com/rack',
  ],
  [['label'], /^kubernetes\.io\/hostname$/, 'is set by kubelet', 'leave it out: it follows the name of the host'],
  [['label'], /^(beta\.)?kubernetes\.io\/(os|arch)$/, 'is set by kubelet', 'leave it out'],
  [
    ['label', 'taint'],
    /^node-role\.kubernetes\.io\/(control-plane|master)$/,
    'is set by kubeadm',
    'leave it out: control planes have it, by their role',
  ],
  [['annotation'], /^kubeadm\.(alpha\.)?kubernetes\.io\//, 'is set by kubeadm', 'leave it out'],
  [
    ['annotation'],
    /^((node\.alpha|volumes)\.kubernetes\.io\/|csi\.volume\.kubernetes\.io\/nodeid$|alpha\.kubernetes\.io\/provided-node-ip$)/,
    'is set by Kubernetes',
    'leave it out',
  ],
  [['annotation'], /^kubectl\.kubernetes\.io\/last-applied-configuration$/, 'is set by kubectl', 'leave it out'],
  [
    ['taint'],
    /^node\.(cloudprovider\.)?kubernetes\.io\//,
    'is set and removed by Kubernetes',
    'use a key of your own, as in example.com/dedicated; kubectl cordon makes a node unschedulable',
  ],
]

/** Why a key cannot be given in cluster.yaml, and what to write instead; undefined when it can. */
export function ownedKey(of: KeyOf, key: string): string | undefined {
  const [, , owner, instead] = owners.find(([those, keys]) => those.includes(of) && keys.test(key)) ?? []
  return owner === undefined || instead === undefined ? undefined : say(`${of} ${key} ${owner}`, instead)
}
