import type { Cluster } from '../../cluster/cluster.ts'
import type { Facts } from '../../facts/facts.ts'
import { isKubic } from './repositories.ts'
import { packageFamily } from '../../packages/package-managers.ts'

/** Packages that bring CRI-O, at the wanted minor. `container-selinux` comes before it, as the package's README wants. */
export function crioPackages(cluster: Cluster, facts: Facts): readonly string[] {
  const crio = `cri-o=${cluster.runtime.version}`
  if (packageFamily(facts) === 'rpm') return ['container-selinux', crio]
  return isKubic(cluster, facts) ? [crio, 'cri-o-runc'] : [crio]
}
