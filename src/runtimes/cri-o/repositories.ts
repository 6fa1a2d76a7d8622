import type { Cluster } from '../../cluster/cluster.ts'
import type { Facts } from '../../facts/facts.ts'
import { besideKeys, type PackagePreset } from '../../packages/mirrors.ts'
import { packageFamily } from '../../packages/package-managers.ts'
import { mirroredPackages } from './mirrors.ts'
import { buildServiceName, resolveRepository, sourceFor, type ResolvedRepository } from '../../packages/repository.ts'
import { minorNumber } from '../../kubernetes/versions/compare.ts'

/** First minor of CRI-O whose packages are built for every distribution at once. */
export const FIRST_STREAM = 28
/** First minor that Kubic is taken to have; anything older needs the user's own URL. */
const FIRST_KUBIC = 20

const BUILD_SERVICE = 'https://download.opensuse.org/repositories'
/** CRI-O's own repositories: releases, or what will become the next ones. */
export const crioStreams = {
  stable: besideKeys(`${BUILD_SERVICE}/isv:/cri-o:/stable:/v{minor}`),
  prerelease: besideKeys(`${BUILD_SERVICE}/isv:/cri-o:/prerelease:/v{minor}`),
}

/**
 * Kubic: one repository for CRI-O and one for what it needs, a folder for each distribution (CRI-O's install.md of 1.27).
 * No longer maintained; reported missing in parts since 2024, and not asked whether it answers today.
 */
const KUBIC = `${BUILD_SERVICE}/devel:/kubic:/libcontainers:/stable`
const kubicSystems = new Set([
  ...['CentOS_7', 'CentOS_8', 'CentOS_8_Stream', 'Debian_10', 'Debian_11'],
  ...['xUbuntu_18.04', 'xUbuntu_20.04', 'xUbuntu_21.04', 'xUbuntu_21.10', 'xUbuntu_22.04'],
])
const folder = (url: string): PackagePreset => ({ deb: { url }, rpm: { url } })

/**
 * Where CRI-O comes from: its repository, before 1.28 followed by the one with what it needs, and none where no source is known for this version on
 * this distribution (the early checks refuse that).
 */
export function crioRepositories(cluster: Cluster, facts: Facts): readonly ResolvedRepository[] {
  const minor = cluster.runtime.version
  const number = minorNumber(minor)
  const resolve = (name: string, source: Parameters<typeof resolveRepository>[1], frozen = false) =>
    resolveRepository(name, source, facts, { minor }, frozen)

  const family = packageFamily(facts)
  const { packages, preset } = cluster.mirror
  const own = sourceFor(packages['cri-o'], family)
  const libs = sourceFor(packages['cri-o-libs'], family)
  const ownLibs = libs ? [resolve('cri-o-libs', libs)] : []
  if (own) return [resolve('cri-o', own), ...ownLibs]
  if (number >= FIRST_STREAM)
    return [resolve('cri-o', mirroredPackages(preset, number) ?? crioStreams.stable), ...ownLibs]
  if (number < FIRST_KUBIC || !kubicSystems.has(buildServiceName(facts))) return []
  return [
    resolve('cri-o', folder(`${KUBIC}:/cri-o:/{minor}/{os}/`), true),
    ...(libs ? ownLibs : [resolve('cri-o-libs', folder(`${KUBIC}/{os}/`), true)]),
  ]
}

/** The packages come from Kubic, where Debian's cri-o does not bring its own runc. */
export function isKubic(cluster: Cluster, facts: Facts): boolean {
  return (
    sourceFor(cluster.mirror.packages['cri-o'], packageFamily(facts)) === undefined &&
    minorNumber(cluster.runtime.version) < FIRST_STREAM
  )
}
