import type { Facts } from '../facts/facts.ts'
import { packageFamily } from './repository.ts'
import { plannedLike } from '../facts/systems.ts'

/**
 * Where RHEL-likes keep ebtables. From 9 on it comes with iptables-nft, which kubelet's and CRI-O's own packages pull in
 * under the name of iptables.
 */
function rpmTables(major: number): readonly string[] {
  if (major >= 9) return []
  return major === 8 ? ['iptables', 'iptables-ebtables'] : ['iptables', 'ebtables']
}

/**
 * What kubeadm and kubelet call. Named here because newer packages of theirs stopped depending on it (conntrack, socat,
 * ethtool, ebtables, iproute: kubernetes/release, 2024 and 2025).
 */
export function toolPackages(facts: Facts): readonly string[] {
  if (packageFamily(facts) === 'deb') return ['conntrack', 'socat', 'ethtool', 'iproute2', 'iptables', 'ebtables']
  const tables = rpmTables(plannedLike(facts.os))
  return ['conntrack-tools', 'socat', 'ethtool', 'iproute', ...tables]
}
