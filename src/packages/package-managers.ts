import type { Facts } from '../facts/facts.ts'
import { sh, type Sh } from '../shell/sh.ts'
import { apt } from './apt/apt.ts'
import type { Family } from './families.ts'
import type { PackageManager } from './package-manager.ts'
import { dnf, dnf5, yum } from './rpm/rpm.ts'

/** The package managers. Whoever needs one looks it up by {@link packageManagerOf}, and compares no names. */
const packageManagers: Readonly<Record<Facts['packageManager'], PackageManager | undefined>> = {
  apt,
  dnf5,
  dnf,
  yum,
  none: undefined,
}

/** What a step does that needs one of them on a host without. */
export const noPackageManager: Sh = sh`np_fail ${'this host has none of apt, dnf and yum'}`

/** The package manager of a host; undefined where it has none that nodeprep knows. */
export const packageManagerOf = (facts: Facts): PackageManager | undefined => packageManagers[facts.packageManager]

/** The family of a host's packages. What is planned without a package manager, whose early check was ignored, is for rpm. */
export const packageFamily = (facts: Facts): Family => packageManagerOf(facts)?.family ?? 'rpm'
