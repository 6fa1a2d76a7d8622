import type { Facts } from '../facts/facts.ts'
import type { Sh } from '../shell/sh.ts'
import type { Family } from './families.ts'

/** Packages that are wanted on a host; see the parameters of the step kind `package`. */
export interface WantedPackages {
  /** `name` or `name=version`. */
  readonly packages: readonly string[]
  /** Name of the repository whose `exclude` is lifted for this installation. */
  readonly repository?: string | undefined
  readonly hold: boolean
}

/** A repository that is wanted on a host; see the parameters of the step kind `repository`. */
export interface WantedRepository {
  readonly name: string
  readonly url: string
  readonly suite: string
  readonly components: readonly string[]
  readonly key: string
  readonly keyFingerprint: string | readonly string[]
  readonly gpgCheck: boolean
  readonly exclude: readonly string[]
}

/** How packages are installed. All of it is as in a step kind. */
interface Installing {
  readonly look: (wanted: readonly WantedPackages[]) => Sh
  readonly changes: (wanted: WantedPackages) => Sh
  readonly check: (wanted: WantedPackages) => Sh
  readonly apply: (wanted: WantedPackages) => Sh
}

/** How a repository is made known. `content` is the function that prints the file's text. */
interface Repositories {
  readonly file: (name: string) => string
  readonly text: (wanted: WantedRepository, facts: Facts) => string
  readonly look?: (wanted: readonly WantedRepository[]) => Sh
  readonly check: (wanted: WantedRepository, facts: Facts) => Sh
  readonly apply: (wanted: WantedRepository, content: Sh) => Sh
}

/** A package manager: all that nodeprep knows of it, beside the functions of src/program/prelude that it calls. */
export interface PackageManager {
  readonly family: Family
  /**
   * The packages of what kubeadm and kubelet call, on a system. Named here because newer packages of theirs stopped
   * depending on it (conntrack, socat, ethtool, ebtables, iproute: kubernetes/release, 2024 and 2025).
   */
  readonly tools: (os: Facts['os']) => readonly string[]
  readonly packages: Installing
  readonly repositories: Repositories
}
