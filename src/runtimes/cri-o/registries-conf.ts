import type { Cluster } from '../../cluster/cluster.ts'
import { locationOf } from '../../registries/locations.ts'
import { servedRegistries, type RegistryServer } from '../../registries/servers.ts'

/** One entry of CRI-O's registries.conf. */
export interface CrioRegistry {
  readonly prefix: string
  /** '' where image names stay as they are. */
  readonly location: string
  readonly insecure: boolean
  readonly blocked: boolean
  readonly mirrors: readonly { readonly location: string; readonly insecure: boolean; readonly digestOnly: boolean }[]
}

const insecureOf = ({ scheme, insecure, skipVerify }: RegistryServer) => scheme === 'http' || insecure || skipVerify

/** The entries of registries.conf, one a registry of which there is something to say. */
export function registries(cluster: Cluster): readonly CrioRegistry[] {
  return servedRegistries(cluster)
    .map(({ host, blocked, own, moved, mirrors, access }) => ({
      prefix: host,
      location: !own ? '' : moved ? locationOf(own) : host,
      insecure: own ? insecureOf(own) : access.skipVerify || access.insecure,
      blocked,
      mirrors: mirrors.map((mirror) => ({
        location: locationOf(mirror),
        insecure: insecureOf(mirror),
        digestOnly: mirror.capabilities?.includes('resolve') === false,
      })),
    }))
    .filter(
      ({ prefix, location, insecure, blocked, mirrors }) =>
        insecure || blocked || mirrors.length > 0 || (location !== prefix && location !== ''),
    )
}
