import type { Cluster } from '../config/cluster.ts'
import type { Facts } from '../facts/facts.ts'
import type { Finding } from './finding.ts'
import { judgeRuntime, type Judgement } from '../kubernetes/versions/compatible.ts'
import { containerdVersion } from '../runtimes/containerd/packages.ts'
import { registryFiles } from '../registries/files.ts'
import { noCredentials } from '../registries/credentials.ts'
import { compareVersions, minorNumber } from '../kubernetes/versions/compare.ts'

/** A version that says more than its first number; `1` may be any of 1.x. */
const known = (version: string) => (version.includes('.') ? version : undefined)

/** What the compatibility table has against the containerd that the host will have. */
export function judgeContainerd(cluster: Cluster, facts: Facts): Judgement | undefined {
  if (cluster.runtime.kind !== 'containerd') return undefined
  return judgeRuntime('containerd', containerdVersion(cluster, facts), cluster.kubernetes.minor)
}

/** kubelet and containerd have to have a version of the CRI in common. */
export function containerdSpeaks(cluster: Cluster, facts: Facts): Finding | undefined {
  const found = judgeContainerd(cluster, facts)
  if (found?.level !== 'refused') return undefined
  const remedy =
    minorNumber(cluster.kubernetes.minor) < 26
      ? 'Set runtime.version to 1.7, or choose Kubernetes 1.23 or later.'
      : 'Set runtime.package to containerd.io, or runtime.version to 1.6 or later.'
  return { message: found.message, remedy }
}

/** containerd reads certs.d from 1.5 on; what stands there would be left aside without a word. */
export function containerdReadsRegistries(cluster: Cluster, facts: Facts): Finding | undefined {
  if (cluster.runtime.kind !== 'containerd') return undefined
  const version = containerdVersion(cluster, facts)
  if (compareVersions(known(version) ?? '1.5', '1.5') >= 0) return undefined
  if (registryFiles(cluster, noCredentials).hosts.length === 0) return undefined
  return {
    message: `containerd ${version} does not know mirrors and certificates of registries as files in certs.d`,
    remedy: 'Set runtime.package to containerd.io, or runtime.version to 1.5 or later.',
  }
}
