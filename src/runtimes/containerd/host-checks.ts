import { hostsFiles } from './hosts.ts'
import { names } from './names.ts'
import { containerdVersion, lacksContainerdSource } from './packages.ts'
import { versions } from './versions.ts'
import type { Cluster } from '../../cluster/cluster.ts'
import type { Facts } from '../../facts/facts.ts'
import type { Finding } from '../../facts/finding.ts'
import { compareVersions, minorNumber } from '../../kubernetes/versions/compare.ts'
import { judgeVersion } from '../judge-version.ts'

/** A version that says more than its first number; `1` may be any of 1.x. */
const known = (version: string) => (version.includes('.') ? version : undefined)

function hasSource(cluster: Cluster, facts: Facts): Finding | undefined {
  if (!lacksContainerdSource(cluster, facts)) return undefined
  return {
    message: `Docker has no containerd.io packages for ${facts.os.name}`,
    remedy:
      "Set runtime.package to containerd for the distribution's own, or give a repository as mirror.packages.containerd.url.",
  }
}

/** kubelet and containerd have to have a version of the CRI in common. */
function containerdSpeaks(cluster: Cluster, facts: Facts): Finding | undefined {
  const found = judgeVersion({ names, versions }, containerdVersion(cluster, facts), cluster.kubernetes.minor)
  if (found?.level !== 'refused') return undefined
  const remedy =
    minorNumber(cluster.kubernetes.minor) < 26
      ? 'Set runtime.version to 1.7, or choose Kubernetes 1.23 or later.'
      : 'Set runtime.package to containerd.io, or runtime.version to 1.6 or later.'
  return { message: found.message, remedy }
}

/** containerd reads certs.d from 1.5 on; what stands there would be left aside without a word. */
function containerdReadsRegistries(cluster: Cluster, facts: Facts): Finding | undefined {
  const version = containerdVersion(cluster, facts)
  if (compareVersions(known(version) ?? '1.5', '1.5') >= 0) return undefined
  if (hostsFiles(cluster).length === 0) return undefined
  return {
    message: `containerd ${version} does not know mirrors and certificates of registries as files in certs.d`,
    remedy: 'Set runtime.package to containerd.io, or runtime.version to 1.5 or later.',
  }
}

/** Early checks of hosts that are to have containerd. */
export const hostChecks = {
  'containerd-source': hasSource,
  'containerd-cri': containerdSpeaks,
  'containerd-registries': containerdReadsRegistries,
} as const
