import { NEWEST_KUBERNETES, OLDEST_KUBERNETES } from './compatibility.ts'
import { minorNumber } from './compare.ts'

/** Kubernetes minors that nodeprep knows. */
export const FIRST_MINOR = minorNumber(OLDEST_KUBERNETES)
export const LAST_MINOR = minorNumber(NEWEST_KUBERNETES)

/**
 * The configuration API that nodeprep speaks to the kubeadm of a minor (`1.36`): the newest one that every patch of that
 * minor reads. From cmd/kubeadm/app/util/config/common.go of Kubernetes at 1.15, 1.22, 1.31 and 1.37.
 */
export function kubeadmApiVersion(minor: string): string {
  const number = minorNumber(minor)
  if (number >= 31) return 'kubeadm.k8s.io/v1beta4'
  return number >= 22 ? 'kubeadm.k8s.io/v1beta3' : 'kubeadm.k8s.io/v1beta2'
}

/** The ConfigMap of kube-system with the KubeletConfiguration of the cluster. Its name lost the version in 1.24 (UnversionedKubeletConfigMap). */
export const kubeletConfigMap = (minor: string): string =>
  minorNumber(minor) >= 24 ? 'kubelet-config' : `kubelet-config-${minor}`

/** Arguments of programs are lists of name and value in that API (v1beta4), not maps. */
export const hasArgumentLists = (minor: string): boolean => !/v1beta[1-3]$/.test(kubeadmApiVersion(minor))
