import type { Cluster, Host } from '../cluster/cluster.ts'

/** What a host's kernel has to be started with: the host's own parameters over those of the cluster. */
export function kernelParameters(cluster: Cluster, host: Host): Readonly<Record<string, string>> {
  return { ...cluster.kernel.parameters, ...host.kernel?.parameters }
}
