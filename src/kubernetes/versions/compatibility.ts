/**
 * What works with what: the one table that `validate` answers from by cluster.yaml alone and the early checks answer from
 * with the facts of the hosts. Data only; compatible.ts reads it. Each entry names its source and when that was looked up.
 */

interface Sourced {
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

const SEEN = { asOf: '2026-11-28' }

/** The newest release that nodeprep knows; README.md and `nodeprep init` name it, and minors up to it are accepted. */
export const NEWEST_KUBERNETES = '1.37.1'
/** The oldest minor. */
export const OLDEST_KUBERNETES = '1.15'

/** Versions of the CRI that each side of the socket has. */
export const criTable: Readonly<Record<'kubelet' | 'cri-o' | 'containerd', readonly CriRow[]>> = {
  kubelet: [
    { from: '1.15', to: '1.22', cri: ['v1alpha2'], source: 'kubernetes/kubernetes CHANGELOG-1.23', ...SEEN },
    { from: '1.23', to: '1.25', cri: ['v1alpha2', 'v1'], source: 'kubernetes/kubernetes CHANGELOG-1.23', ...SEEN },
    { from: '1.26', cri: ['v1'], source: 'kubernetes/kubernetes CHANGELOG-1.26', ...SEEN },
  ],
  'cri-o': [
    { from: '1.15', to: '1.19', cri: ['v1alpha2'], source: 'cri-o/cri-o release-1.19, vendored API', ...SEEN },
    { from: '1.20', to: '1.25', cri: ['v1alpha2', 'v1'], source: 'cri-o/cri-o release-1.20 to 1.25', ...SEEN },
    { from: '1.26', cri: ['v1'], source: 'cri-o/cri-o release-1.26, vendored API', ...SEEN },
  ],
  containerd: [
    { from: '1.3', to: '1.5', cri: ['v1alpha2'], source: 'containerd/containerd release/1.5', ...SEEN },
    { from: '1.6', to: '1.7', cri: ['v1alpha2', 'v1'], source: 'containerd/containerd RELEASES.md', ...SEEN },
    { from: '2.0', cri: ['v1'], source: 'containerd/containerd RELEASES.md', ...SEEN },
  ],
}

/** CRI-O is built and tested with Kubernetes of its own minor. */
export const crioSkew: Sourced & { readonly minors: number } = {
  minors: 0,
  source: 'cri-o/cri-o README.md, compatibility matrix',
  ...SEEN,
}

/** The releases of containerd that upstream tests with Kubernetes from a minor on, the oldest patch of each line. */
export const containerdTested: readonly (Sourced & {
  readonly from: string
  readonly versions: readonly string[]
})[] = [
  { from: '1.30', versions: ['1.6.28', '1.7.13', '2.0.0', '2.1.0'] },
  { from: '1.31', versions: ['1.6.34', '1.7.20', '2.0.0', '2.1.0'] },
  { from: '1.32', versions: ['1.6.36', '1.7.24', '2.0.1', '2.1.0'] },
  { from: '1.33', versions: ['1.6.36', '1.7.24', '2.0.4', '2.1.0'] },
  { from: '1.34', versions: ['1.6.39', '1.7.28', '2.0.6', '2.1.3'] },
  { from: '1.35', versions: ['1.7.28', '2.1.5', '2.2.0'] },
  { from: '1.36', versions: ['2.2.0', '2.3.0'] },
].map((row) => ({ ...row, source: 'containerd/containerd RELEASES.md, Kubernetes Support', ...SEEN }))

interface Ends extends Sourced {
  /** By minor: YYYY-MM-DD, or YYYY-MM where no day is named. */
  readonly dates: Readonly<Record<string, string>>
}

/** The day of the last fix. CRI-O's minors end with those of Kubernetes. */
export const endsOfLife: Readonly<Record<'kubernetes' | 'containerd', Ends>> = {
  kubernetes: {
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
  },
  containerd: {
    dates: {
      ...{ '1.3': '2021-03-04', '1.4': '2022-03-03', '1.5': '2023-02-28', '1.6': '2025-08', '1.7': '2026-09' },
      ...{ '2.0': '2027-03', '2.1': '2026-07', '2.2': '2026-11-06', '2.3': '2028-04' },
    },
    source: 'containerd/containerd RELEASES.md',
    ...SEEN,
  },
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
