import { marksOf } from '../facts/made.ts'
import type { Cluster, Host } from '../cluster/cluster.ts'
import type { Facts } from '../facts/facts.ts'
import { runtimeOf } from '../runtimes/runtimes.ts'

/** What nodeprep made on a host, and cluster.yaml does not have any more. */
export interface Former {
  /** Names of parameters of the kernel. */
  readonly kernelParameters: readonly string[]
  /** Files of repositories and their keys. */
  readonly repositoryFiles: readonly { readonly name: string; readonly path: string }[]
}

const KERNEL = 'kernel-'
const REPOSITORY = /nodeprep-([\w.-]+?)(?:\.(?:list|asc|repo))?$/

/** Found by the names of files that came with the facts. */
export function former(cluster: Cluster, host: Host, facts: Facts): Former {
  const wanted = host.kernel?.parameters ?? {}
  const runtime = runtimeOf(cluster)
  const current = new Set(runtime.repositories(cluster, facts).map(({ name }) => name))
  const optional = runtime.optionalRepositories.filter((name) => !current.has(name))
  return {
    kernelParameters: marksOf(facts.made)
      .filter((mark) => mark.startsWith(KERNEL))
      .map((mark) => mark.slice(KERNEL.length))
      .filter((name) => !Object.hasOwn(wanted, name)),
    repositoryFiles: facts.made
      .filter((path) => optional.includes(REPOSITORY.exec(path)?.[1] ?? ''))
      .map((path) => ({ name: path.slice(path.lastIndexOf('/') + 1), path })),
  }
}
