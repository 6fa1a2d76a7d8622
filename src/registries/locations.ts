import type { Cluster } from '../cluster/cluster.ts'
import type { RegistryMirrors } from '../packages/mirrors.ts'
import { servedRegistries, type RegistryServer } from './servers.ts'

/** As names of images have a server: whoever pulls by such a name puts /v2 between host and path itself. */
export const locationOf = ({ host, path }: Pick<RegistryServer, 'host' | 'path'>) =>
  `${host}${path.replace(/^\/v2(?=\/|$)/, '')}`

/** The locations of all mirrors by their registry, for runtimes that know no mirrors. */
export function mirrorLocations(cluster: Cluster): RegistryMirrors {
  const known = servedRegistries(cluster).filter(({ mirrors }) => mirrors.length > 0)
  return Object.fromEntries(known.map(({ host, mirrors }) => [host, mirrors.map(locationOf)]))
}
