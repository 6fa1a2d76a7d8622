import type { Cluster, MirrorPreset, RuntimeSettings } from '../../cluster/cluster.ts'
import type { Facts } from '../../facts/facts.ts'
import { judgeVersion } from '../judge-version.ts'
import { names } from './names.ts'
import { versions } from './versions.ts'
import type { ContainerdFormat } from './config/settings.ts'
import type { PackagePreset } from '../../packages/mirrors.ts'
import { packageFamily } from '../../packages/package-managers.ts'
import { resolveRepository, sourceFor, type ResolvedRepository } from '../../packages/repository.ts'
import { dockerSystem, plannedLike } from '../../facts/systems.ts'
import { compareVersions } from '../../kubernetes/versions/compare.ts'

/** What the distributions ship as `containerd`, as far as it was looked up. */
const shipped: Readonly<Record<string, string>> = { 'debian 11': '1.4', 'debian 12': '1.6', 'debian 13': '1.7' }

/** Which package it is: the distribution's, or Docker's, which alone there is for RHEL-likes. */
export function containerdPackage({ runtime }: Cluster, facts: Facts): NonNullable<RuntimeSettings['package']> {
  return runtime.package ?? (packageFamily(facts) === 'deb' ? 'containerd' : 'containerd.io')
}

/** How its version begins, as far as that can be told before it is installed; '' for no idea. */
export function containerdVersion(cluster: Cluster, facts: Facts): string {
  if (cluster.runtime.version !== '') return cluster.runtime.version
  if (containerdPackage(cluster, facts) === 'containerd.io')
    return judgeVersion({ names, versions }, '2', cluster.kubernetes.minor)?.level === 'refused' ? '1' : ''
  return cluster.mirror.packages.containerd ? '' : (shipped[`${facts.os.id} ${facts.os.version}`] ?? '')
}

/** The format of its configuration, in a plan for a host that does not have it yet. */
export function expectedFormat(cluster: Cluster, facts: Facts): ContainerdFormat {
  const version = containerdVersion(cluster, facts)
  if (version === '') return containerdPackage(cluster, facts) === 'containerd' || plannedLike(facts.os) === 7 ? 2 : 4
  if (compareVersions(version, '2') < 0) return 2
  return compareVersions(version, '2.3') < 0 ? 3 : 4
}

export function containerdPackages(cluster: Cluster, facts: Facts): readonly string[] {
  const name = containerdPackage(cluster, facts)
  const known = containerdVersion(cluster, facts)
  const version = name === 'containerd.io' ? known : cluster.runtime.version
  return [version === '' ? name : `${name}=${version}`]
}

/** Docker's repositories, the same below every one of these (docs.docker.com/engine/install). Not asked whether they answer today. */
const DOCKER = 'https://download.docker.com'
const bases: Readonly<Partial<Record<MirrorPreset, string>>> = {
  aliyun: 'https://mirrors.aliyun.com/docker-ce',
  tuna: 'https://mirrors.tuna.tsinghua.edu.cn/docker-ce',
}

function docker(base: string, { os }: Facts): PackagePreset | undefined {
  const system = dockerSystem(os)
  if (system === undefined) return undefined
  const url = `${base}/linux/${system.folder}`
  return {
    deb: { url, suite: system.release, components: ['stable'], key: `${url}/gpg` },
    rpm: { url: `${url}/${system.release}/{arch}/stable/`, key: `${url}/gpg` },
  }
}

/** containerd.io is wanted, and there is no repository that has it for this host. */
export function lacksContainerdSource(cluster: Cluster, facts: Facts): boolean {
  const isThere = facts.containerd.format > 0 && cluster.runtime.version === ''
  return (
    !isThere &&
    containerdPackage(cluster, facts) === 'containerd.io' &&
    sourceFor(cluster.mirror.packages.containerd, packageFamily(facts)) === undefined &&
    dockerSystem(facts.os) === undefined
  )
}

/** Where containerd comes from, where that is not the distribution itself: none or one. */
export function containerdRepositories(cluster: Cluster, facts: Facts): readonly ResolvedRepository[] {
  const { packages, preset } = cluster.mirror
  const own = sourceFor(packages.containerd, packageFamily(facts))
  const minor = cluster.runtime.version.split('.').slice(0, 2).join('.')
  if (own) return [resolveRepository('containerd', own, facts, { minor })]
  // Where it is installed any version will do, and Docker's repository may be known already, under another key file: apt
  // bears no second one.
  const isThere = facts.containerd.format > 0 && cluster.runtime.version === ''
  if (isThere || containerdPackage(cluster, facts) === 'containerd') return []
  const source = docker(bases[preset] ?? DOCKER, facts)
  return source === undefined ? [] : [resolveRepository('docker', source, facts, { minor })]
}
