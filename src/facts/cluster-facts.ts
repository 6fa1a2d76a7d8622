import { shellFile } from '../assets.ts'
import { runtimePackages } from '../cluster/runtime-kinds.ts'

/** The file of facts about Kubernetes: what a cluster left on a host. */
export function clusterFacts(): string {
  const packages = Object.values(runtimePackages).flat().join(' ')
  return `P="${packages}"\n${shellFile('facts/kubernetes.sh')}`
}
