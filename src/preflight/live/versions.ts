import { runtimePackages } from '../../cluster/runtime-kinds.ts'
import { compareVersions } from '../../kubernetes/versions/compare.ts'
import { runtimeAt } from '../../runtimes/runtime-at.ts'
import { runtimeOf } from '../../runtimes/runtimes.ts'
import { hasJoined, isControlPlane, type LiveCheck } from './live-check.ts'

/** `registry/kube-apiserver:v1.36.2` → `1.36.2`; '' for a digest or a tag of another kind. */
function tagOf(image: string): string {
  return /:v?(\d+\.\d+\.\d+)(?![\w.])[^/@]*$/.exec(image.replace(/@.*/, ''))?.[1] ?? ''
}

/** Packages would move on all hosts at once, past the API server and without a drain. */
export const kubernetesVersion: LiveCheck = (cluster, one) => {
  const { kubelet } = one.facts.live
  const { version } = cluster.kubernetes
  if (!hasJoined(one) || kubelet === '' || kubelet === version) return undefined
  return {
    message: `Kubernetes ${kubelet} is in use, but cluster.yaml specifies ${version}; apply does not change the version of a live cluster`,
    remedy:
      compareVersions(version, kubelet) < 0
        ? `Kubernetes cannot be taken back: set kubernetes.version to ${kubelet} or a newer version.`
        : `Run nodeprep upgrade with this file, or set kubernetes.version back to ${kubelet}.`,
  }
}

/** An upgrade by hand that stopped half way. kubeadm's own static pods have the version of Kubernetes as their tag. */
export const controlPlaneVersion: LiveCheck = (_, one) => {
  const { kubelet, staticPods } = one.facts.live
  if (!isControlPlane(one) || !hasJoined(one) || kubelet === '') return undefined
  const other = Object.entries(staticPods).flatMap(([name, { image }]) => {
    const tag = name === 'etcd' ? '' : tagOf(image)
    return tag === '' || tag === kubelet ? [] : [`${name} ${tag}`]
  })
  if (other.length === 0) return undefined
  return {
    message: `kubelet is ${kubelet}, but the static pods run ${other.join(', ')}: an upgrade was not finished`,
    remedy: `Finish it on this host with kubeadm upgrade, or install the kubelet of the static pods' version.`,
  }
}

/** Only where cluster.yaml decides it: CRI-O's minor, or the beginning of containerd's version. */
export const runtimeVersion: LiveCheck = (cluster, one) => {
  const { kind, version } = cluster.runtime
  const { criSocket, migrating } = one.facts.kubernetes
  if (!hasJoined(one) || migrating || version === '' || criSocket === '') return undefined
  const { title } = runtimeOf(cluster).names
  if (runtimeAt(criSocket).title !== title) return undefined
  const found = runtimePackages[kind].flatMap((name) => one.facts.live.runtimes[name] ?? [])
  // Both packages of containerd are never there at once; where they seem to be, either may be the one that runs.
  if (found.length === 0 || found.some((is) => is === version || is.startsWith(`${version}.`))) return undefined
  return {
    message: `${title} ${found.join(', ')} is in use, but cluster.yaml specifies ${version}; apply does not change the runtime's version on a live node yet`,
    remedy: `Set runtime.version to ${(found[0] ?? '').split('.').slice(0, 2).join('.')}. To change it yourself, drain one node at a time and use --limit.`,
  }
}
