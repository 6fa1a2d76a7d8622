import type { Cluster, Registry, RegistryAccess, RegistryMirror } from '../cluster/cluster.ts'
import { presetMirrors } from './preset-mirrors.ts'
import { parseRegistryUrl, registryHost } from '../notation/registry-url.ts'

/** One server that images of a registry may come from. */
export interface RegistryServer extends Pick<RegistryAccess, 'ca' | 'clientCert'> {
  readonly scheme: 'https' | 'http'
  /** With its port, if one is written. */
  readonly host: string
  /** '' or what begins with a slash. */
  readonly path: string
  readonly overridePath: boolean
  /** Left out: everything. */
  readonly capabilities?: RegistryMirror['capabilities']
  readonly headers: Readonly<Record<string, string>>
  readonly skipVerify: boolean
  /** Asked by HTTPS, whatever its certificate, and then by plain HTTP. */
  readonly insecure: boolean
}

/** A registry with everything that cluster.yaml says of it, wherever it does. */
export interface ServedRegistry {
  /** As image names begin, or `_default`. */
  readonly host: string
  readonly blocked: boolean
  /** The registry itself; left out for `_default` and `*.domain` without a server of their own. */
  readonly own?: RegistryServer
  /** cluster.yaml says where the registry itself is. */
  readonly moved: boolean
  readonly mirrors: readonly RegistryServer[]
  /** What cluster.yaml says of TLS to the registry itself; for those without a server of their own there is nothing else. */
  readonly access: Pick<RegistryAccess, 'ca' | 'clientCert' | 'skipVerify' | 'insecure'>
}

/**
 * The registries of cluster.yaml: those of spec.registries, and those that the preset has mirrors of. Sorted by host, so
 * that files are stable. What is said of one server holds wherever it is asked.
 */
export function servedRegistries(cluster: Cluster): readonly ServedRegistry[] {
  const ofPreset = Object.entries(presetMirrors(cluster)).map(([host, mirrors]) => plain(host, mirrors))
  const toServer = serverOf(cluster)
  return [...cluster.registries, ...ofPreset]
    .toSorted((a, b) => (a.host < b.host ? -1 : 1))
    .map((registry) => served(registry, toServer))
}

/** A registry that the preset has mirrors of; a mirror's path is below the API, as registries.conf has it. */
function plain(host: string, mirrors: readonly string[]): Registry {
  return {
    ...{ host, blocked: false, skipVerify: false, insecure: false },
    mirrors: mirrors.map((location): RegistryMirror => {
      const server = registryHost(location)
      const path = location.slice(server.length)
      return {
        url: path === '' ? `https://${server}` : `https://${server}/v2${path}`,
        overridePath: path !== '',
        ...{ capabilities: ['pull', 'resolve'], headers: {}, skipVerify: false, insecure: false },
      }
    }),
  }
}

/** Stands for several registries, none of which is its own server. */
const isNowhere = (host: string, server: string | undefined) =>
  server === undefined && (host === '_default' || host.startsWith('*.'))

type ToServer = (url: string, own: RegistryAccess, mirror?: RegistryMirror) => RegistryServer

function served({ host, server, blocked, mirrors, ...own }: Registry, toServer: ToServer): ServedRegistry {
  return {
    ...{ host, blocked, moved: server !== undefined },
    ...(isNowhere(host, server) ? {} : { own: toServer(server ?? `https://${host}`, own) }),
    mirrors: mirrors.map((mirror) => toServer(mirror.url, mirror, mirror)),
    access: own,
  }
}

function serverOf(cluster: Cluster): ToServer {
  const known = accessByHost(cluster)
  return (url, own, mirror) => {
    const { scheme, host, path } = parseRegistryUrl(url)
    const said = known.get(host) ?? own
    const { ca = own.ca, clientCert = own.clientCert, skipVerify, insecure } = said
    return {
      ...{ scheme, host, path, skipVerify, insecure: scheme === 'https' && insecure },
      ...(ca === undefined ? {} : { ca }),
      ...(clientCert === undefined ? {} : { clientCert }),
      ...(mirror === undefined ? {} : { capabilities: mirror.capabilities }),
      ...{ overridePath: mirror?.overridePath ?? false, headers: mirror?.headers ?? {} },
    }
  }
}

/** What cluster.yaml says of each server, by host; validation has seen to it that it says one thing. */
function accessByHost({ registries }: Cluster): ReadonlyMap<string, RegistryAccess> {
  const found = new Map<string, RegistryAccess>()
  for (const [host, access] of registryAccesses(registries)) {
    const { skipVerify = false, insecure = false, ...before } = found.get(host) ?? {}
    const either = { skipVerify: skipVerify || access.skipVerify, insecure: insecure || access.insecure }
    found.set(host, { ...access, ...before, ...either })
  }
  return found
}

/** Every server with TLS settings or an account, in the order of cluster.yaml. `_default` and `*.domain` are no servers. */
export function registryAccesses(
  registries: readonly Registry[],
): readonly (readonly [host: string, RegistryAccess])[] {
  return registries.flatMap((registry) => {
    const { host, server } = registry
    const own = server === undefined ? registryHost(host) : parseRegistryUrl(server).host
    return [
      ...(isNowhere(host, server) ? [] : [[own, registry] as const]),
      ...registry.mirrors.map((mirror) => [parseRegistryUrl(mirror.url).host, mirror] as const),
    ]
  })
}
