import { runtimes } from '../../runtimes/runtimes.ts'

/** Checks that look at one host alone. */
const hostCheckNames = [
  'root',
  'systemd',
  'os',
  'os-release',
  'architecture',
  'memory',
  'cpu',
  'kernel',
  'cgroup-version',
  'runtime',
  'flannel-interface',
  'node-ip',
] as const

/** Checks of the wanted runtime, which look at one host alone too. */
const runtimeCheckNames = Object.values(runtimes).flatMap(({ hostChecks }) => Object.keys(hostChecks))

/** Checks that compare a host with the others. */
const pairCheckNames = ['hostname', 'machine-id', 'product-uuid', 'address', 'clock'] as const

/** Checks of what is in effect on a host that has joined. */
const liveCheckNames = [
  'control-plane-version',
  'runtime-version',
  'runtime-package',
  'cluster-name',
  'cni',
  'node-address',
  'endpoint',
  'kubeadm-documents',
  'cluster-files',
] as const

export type HostCheckName = (typeof hostCheckNames)[number]
export type PairCheckName = (typeof pairCheckNames)[number]
export type LiveCheckName = (typeof liveCheckNames)[number]

/** Names that `ignoreChecks` takes; the checks themselves are in src/preflight. */
export const checkNames: readonly string[] = [
  ...hostCheckNames,
  ...runtimeCheckNames,
  ...pairCheckNames,
  ...liveCheckNames,
]
