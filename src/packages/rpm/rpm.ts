import { plannedLike } from '../../facts/systems.ts'
import type { PackageManager } from '../package-manager.ts'
import { packagesBy } from './packages.ts'
import { repositories } from './repositories.ts'

/**
 * Where RHEL-likes keep ebtables. From 9 on it comes with iptables-nft, which kubelet's and CRI-O's own packages pull in
 * under the name of iptables.
 */
function tables(major: number): readonly string[] {
  if (major >= 9) return []
  return major === 8 ? ['iptables', 'iptables-ebtables'] : ['iptables', 'ebtables']
}

const common: Omit<PackageManager, 'packages'> = {
  family: 'rpm',
  tools: (os) => ['conntrack-tools', 'socat', 'ethtool', 'iproute', ...tables(plannedLike(os))],
  repositories,
}

const lift = (names: readonly string[]) => names.map((name) => `--disableexcludes=${name}`).join(' ')
const noWeakDependencies = '--setopt=install_weak_deps=False'

/** yum 3 knows nothing of weak dependencies. */
export const yum: PackageManager = {
  ...common,
  packages: packagesBy({ lift, everywhere: 'all', available: 'available', options: [] }),
}

export const dnf: PackageManager = {
  ...common,
  packages: packagesBy({ lift, everywhere: 'all', available: 'available', options: [noWeakDependencies] }),
}

/** dnf5 has no --disableexcludes and wants --available where its elders want a word. */
export const dnf5: PackageManager = {
  ...common,
  packages: packagesBy({
    lift: (names) => `--setopt=disable_excludes=${names.join(',')}`,
    everywhere: '*',
    available: '--available',
    options: [noWeakDependencies],
  }),
}
