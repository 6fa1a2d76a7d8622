/**
 * What works with what: the one table that `validate` answers from by cluster.yaml alone and the early checks answer from
 * with the facts of the hosts. Data only; compatible.ts reads it. Each entry names its source and when that was looked up.
 */

export interface Sourced {
  readonly source: string
  /** YYYY-MM-DD. */
  readonly asOf: string
}

export type Cri = 'v1alpha2' | 'v1'

/** Versions by their first two numbers, both ends included; without `to` all later ones. */
export interface CriRow extends Sourced {
  readonly from: string
  readonly to?: string
  readonly cri: readonly Cri[]
}

export const SEEN = { asOf: '2026-11-28' }

/** The newest release that nodeprep knows; README.md and `nodeprep init` name it, and minors up to it are accepted. */
export const NEWEST_KUBERNETES = '1.37.1'
/** The oldest minor. */
export const OLDEST_KUBERNETES = '1.15'

/** Versions of the CRI that kubelet has. Those of the runtimes are in their folders of src/runtimes. */
export const kubeletCri: readonly CriRow[] = [
  { from: '1.15', to: '1.22', cri: ['v1alpha2'], source: 'kubernetes/kubernetes CHANGELOG-1.23', ...SEEN },
  { from: '1.23', to: '1.25', cri: ['v1alpha2', 'v1'], source: 'kubernetes/kubernetes CHANGELOG-1.23', ...SEEN },
  { from: '1.26', cri: ['v1'], source: 'kubernetes/kubernetes CHANGELOG-1.26', ...SEEN },
]

export interface Ends extends Sourced {
  /** By minor: YYYY-MM-DD, or YYYY-MM where no day is named. */
  readonly dates: Readonly<Record<string, string>>
}

/** The day of the last fix of each minor of Kubernetes. */
export const kubernetesEnds: Ends = {
  dates: {
    ...{ '1.15': '2020-05-06', '1.16': '2020-09-02', '1.17': '2021-01-13', '1.18': '2021-06-18' },
    ...{ '1.19': '2021-10-28', '1.20': '2022-02-28', '1.21': '2022-06-28', '1.22': '2022-12-08' },
    ...{ '1.23': '2023-02-28', '1.24': '2023-07-28', '1.25': '2023-10-28', '1.26': '2024-02-28' },
    ...{ '1.27': '2024-07-16', '1.28': '2024-10-22', '1.29': '2025-02-28', '1.30': '2025-07-15' },
    ...{ '1.31': '2025-11-11', '1.32': '2026-02-28', '1.33': '2026-06-28', '1.34': '2026-10-27' },
    ...{ '1.35': '2027-02-28', '1.36': '2027-06-28', '1.37': '2027-10-28' },
  },
  source: 'kubernetes.io/releases/patch-releases',
  ...SEEN,
}

/** Kernels that kubeadm refuses or warns of (SystemVerification), from a minor on. */
export const kernels: readonly (Sourced & {
  readonly from: string
  readonly refusedBelow: string
  readonly warnedBelow?: string
})[] = [
  { from: '1.15', refusedBelow: '3.10', source: 'k8s.io/system-validators, types_unix.go', ...SEEN },
  { from: '1.32', refusedBelow: '4.19', source: 'kubernetes/kubernetes#129462', ...SEEN },
  { from: '1.34', refusedBelow: '3.10', warnedBelow: '4.19', source: 'kubernetes/kubernetes#131919', ...SEEN },
]

/** First minor whose kubelet does not start on cgroup v1, unless failCgroupV1 is false. */
export const cgroup1RefusedFrom: Sourced & { readonly minor: string } = {
  minor: '1.35',
  source: 'kubernetes/kubernetes#134298',
  ...SEEN,
}

/** kubeadm's limits of networks, from its validation.go; the API server and the controller manager have the same. */
export const subnetLimits: Sourced & {
  /** Prefix of the part of podSubnet that each node gets, by family. */
  readonly nodeMask: Readonly<Record<4 | 6, number>>
  /** Bits between the prefixes of podSubnet and of a node. */
  readonly mostNodeBits: number
  /** Addresses of a serviceSubnet: DNS has the tenth. */
  readonly fewestServices: number
  /** Host bits of a serviceSubnet. */
  readonly mostServiceBits: number
  /** First minor that has dual stack without a feature gate. */
  readonly dualStackFrom: string
} = {
  nodeMask: { 4: 24, 6: 64 },
  mostNodeBits: 16,
  fewestServices: 10,
  mostServiceBits: 20,
  dualStackFrom: '1.21',
  source: 'kubernetes/kubernetes cmd/kubeadm/app/apis/kubeadm/validation/validation.go',
  ...SEEN,
}

/** kubelet takes two addresses without a feature gate from this minor on (IPv6DualStack in beta). */
export const TWO_NODE_IPS = 21
