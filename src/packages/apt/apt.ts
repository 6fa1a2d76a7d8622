import type { PackageManager } from '../package-manager.ts'
import { packages } from './packages.ts'
import { repositories } from './repositories.ts'

export const apt: PackageManager = {
  family: 'deb',
  tools: () => ['conntrack', 'socat', 'ethtool', 'iproute2', 'iptables', 'ebtables'],
  packages,
  repositories,
}
