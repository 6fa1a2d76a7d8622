import type { PackageSource, RepositorySource } from '../cluster/cluster.ts'
import type { Facts } from '../facts/facts.ts'
import { fingerprints } from '../notation/key-fingerprint.ts'
import type { PackagePreset } from './mirrors.ts'
import { plannedLike } from '../facts/systems.ts'

/** A package repository as one host has to write it. */
export interface ResolvedRepository {
  /** File name without extension: `kubernetes`, `cri-o`, `cri-o-libs`. */
  readonly name: string
  readonly url: string
  readonly suite: string
  readonly components: readonly string[]
  /** URL of the signing key; '' when gpgCheck is off. */
  readonly key: string
  /** Upper case, without blanks; empty where any key is trusted at first. */
  readonly keyFingerprint: readonly string[]
  readonly gpgCheck: boolean
  /** The contents never change any more (legacy trees). */
  readonly frozen: boolean
}

export type Family = 'deb' | 'rpm'

const RPM_ARCH: Readonly<Record<string, string>> = { amd64: 'x86_64', arm64: 'aarch64' }

export function packageFamily(facts: Facts): Family {
  return facts.packageManager === 'apt' ? 'deb' : 'rpm'
}

/** The architecture as the packages of the family spell it. */
export function packageArch(facts: Facts): string {
  return packageFamily(facts) === 'deb' ? facts.arch : (RPM_ARCH[facts.arch] ?? facts.arch)
}

/** The operating system as the openSUSE Build Service names it: `Debian_12`, `xUbuntu_22.04`, `CentOS_7`. */
export function buildServiceName({ os }: Facts): string {
  if (os.id === 'ubuntu') return `xUbuntu_${os.version}`
  if (os.family === 'debian') return `Debian_${os.version}`
  return `CentOS_${plannedLike(os)}${os.name.includes('Stream') ? '_Stream' : ''}`
}

/** What the user gave for this family, if anything. */
export function sourceFor(source: PackageSource | undefined, family: Family): RepositorySource | undefined {
  return source === undefined || 'url' in source ? source : source[family]
}

/** Where the key lies by the layout of the openSUSE Build Service, which pkgs.k8s.io has too. */
export function keyBeside(url: string, family: Family): string {
  return `${url.replace(/\/*$/, '/')}${family === 'deb' ? 'Release.key' : 'repodata/repomd.xml.key'}`
}

/** Fills a source in for one host. `values` are put into url and key, beside `{arch}` and `{os}`. */
export function resolveRepository(
  name: string,
  source: RepositorySource | PackagePreset,
  facts: Facts,
  values: Readonly<Record<string, string>>,
  frozen = false,
): ResolvedRepository {
  const family = packageFamily(facts)
  const given: RepositorySource = 'url' in source ? source : source[family]
  const { url, suite = '/', components = [], key, keyFingerprint, gpgCheck = true } = given
  const known: Readonly<Record<string, string>> = { ...values, arch: packageArch(facts), os: buildServiceName(facts) }
  const fill = (text: string) => text.replaceAll(/\{(\w+)\}/g, (whole, word: string) => known[word] ?? whole)
  return {
    name,
    url: fill(url),
    suite,
    components,
    key: gpgCheck ? fill(key ?? keyBeside(url, family)) : '',
    keyFingerprint: fingerprints(keyFingerprint),
    gpgCheck,
    frozen,
  }
}
