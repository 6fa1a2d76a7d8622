import { SEEN, type Sourced } from '../versions/compatibility.ts'

/** An argument that a part of Kubernetes no longer starts with. */
export interface Removed extends Sourced {
  /** First minor without it. */
  readonly from: number
  /** The static pod, or kubelet. */
  readonly part: 'kubelet' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler'
  readonly flag: string
  /** Only with this among its values. */
  readonly value?: string
  /** kubeadm takes it out itself while it upgrades, unless the user's own arguments have it. */
  readonly byKubeadm?: true
  readonly instead: string
}

const dockershim = ['network-plugin', 'cni-bin-dir', 'cni-conf-dir', 'cni-cache-dir', 'docker-endpoint'].map(
  (flag): Removed => ({
    ...{ from: 24, part: 'kubelet', flag, source: 'kubernetes/kubernetes#106907', ...SEEN },
    instead: 'it only meant something to dockershim: remove it',
  }),
)

/** By the changelogs of Kubernetes. */
export const removed: readonly Removed[] = [
  ...dockershim,
  {
    ...{ from: 27, part: 'kubelet', flag: 'container-runtime', byKubeadm: true, source: 'CHANGELOG-1.27', ...SEEN },
    instead: 'every runtime is a remote one: remove it',
  },
  {
    ...{ from: 35, part: 'kubelet', flag: 'pod-infra-container-image', byKubeadm: true },
    ...{ source: 'kubernetes/kubernetes#133779', ...SEEN },
    instead: 'set mirror.images.pause, which the runtime uses',
  },
  {
    ...{ from: 24, part: 'kube-apiserver', flag: 'insecure-port', source: 'CHANGELOG-1.24', ...SEEN },
    instead: 'the API server only speaks TLS: remove it',
  },
  {
    ...{ from: 25, part: 'kube-apiserver', flag: 'enable-admission-plugins', value: 'PodSecurityPolicy' },
    ...{ source: 'CHANGELOG-1.25', ...SEEN },
    instead: 'use Pod Security Admission and take PodSecurityPolicy out of the list',
  },
  {
    ...{ from: 27, part: 'kube-controller-manager', flag: 'pod-eviction-timeout', source: 'CHANGELOG-1.27', ...SEEN },
    instead: 'pods are evicted by taints: remove it',
  },
  {
    ...{ from: 23, part: 'kube-scheduler', flag: 'policy-config-file', source: 'CHANGELOG-1.23', ...SEEN },
    instead: 'use a KubeSchedulerConfiguration with --config',
  },
]
