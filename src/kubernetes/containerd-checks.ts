import type { Cluster } from '../config/cluster.ts'
import type { Facts } from '../plan/facts.ts'
import type { Finding } from './checks.ts'
import { containerdVersion } from './containerd-packages.ts'
import { registryFiles } from './registry-files.ts'
import { noCredentials } from './credentials.ts'
import { compareVersions, minorNumber } from './versions.ts'

/** kubelet speaks v1 of the CRI from 1.23 on, and nothing else from 1.26 on. */
const FIRST_V1 = 23
const LAST_V1ALPHA2 = 25

/** A version that says more than its first number; `1` may be any of 1.x. */
const known = (version: string) => (version.includes('.') ? version : undefined)

/** containerd has v1 of the CRI from 1.6 on, and nothing else from 2.0 on (containerd's RELEASES.md). */
export function containerdSpeaks(cluster: Cluster, facts: Facts): Finding | undefined {
  if (cluster.runtime.kind !== 'containerd') return undefined
  const { minor } = cluster.kubernetes
  const number = minorNumber(minor)
  const version = containerdVersion(cluster, facts)
  if (number < FIRST_V1 && compareVersions(version === '' ? '0' : version, '2') >= 0)
    return {
      message: `containerd ${version} does not speak v1alpha2 of the CRI, and kubelet ${minor} nothing else`,
      remedy: 'Set runtime.version to 1.7, or choose Kubernetes 1.23 or later.',
    }
  if (number > LAST_V1ALPHA2 && compareVersions(known(version) ?? '1.6', '1.6') < 0)
    return {
      message: `containerd ${version} does not speak v1 of the CRI, and kubelet ${minor} nothing else`,
      remedy: 'Set runtime.package to containerd.io, or runtime.version to 1.6 or later.',
    }
  return undefined
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
