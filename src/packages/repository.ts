import type { PackageSource, RepositorySource } from '../cluster/cluster.ts'
import type { Facts } from '../facts/facts.ts'
import { fingerprints } from '../notation/key-fingerprint.ts'
import type { PackagePreset } from './mirrors.ts'
import { plannedLike } from '../facts/systems.ts'
import { families, type Family } from './families.ts'
import { packageFamily } from './package-managers.ts'

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

/** The URL of the signing key of a repository for which none is given. */
export function keyBeside(url: string, family: Family): string {
  return `${url.replace(/\/*$/, '/')}${families[family].key}`
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
  const known: Readonly<Record<string, string>> = {
    ...values,
    arch: families[family].arch(facts.arch),
    os: buildServiceName(facts),
  }
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
