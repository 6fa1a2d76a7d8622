import type { Cluster, RegistryAccess } from '../../cluster/cluster.ts'
import { tlsPaths, type HostsFile } from '../../registries/layout.ts'
import { servedRegistries, type RegistryServer, type ServedRegistry } from '../../registries/servers.ts'

/** Where containerd looks for hosts.toml: `registry.config_path` of its configuration. */
export const CERTS_FOLDER = '/etc/containerd/certs.d'
/** Certificates and keys, which hosts.toml names. */
export const TLS_FOLDER = '/etc/containerd/nodeprep'

type Setting = HostsFile['settings'][number]

/**
 * The hosts.toml of every registry that is not reached as containerd would by itself. At least one table of a host is in
 * each of them: before 2.0 containerd takes no file without, so the registry itself is named there where it has no mirrors.
 */
export function hostsFiles(cluster: Cluster): readonly HostsFile[] {
  return servedRegistries(cluster).map((registry) => {
    const { host, own } = registry
    const asked = [...registry.mirrors, ...(own?.insecure === true || registry.mirrors.length === 0 ? tables(own) : [])]
    return {
      name: host,
      path: `${CERTS_FOLDER}/${host}/hosts.toml`,
      settings: rootSettings(registry),
      hosts: asked.flatMap((server) => entries(server)),
    }
  })
}

const tables = (own: RegistryServer | undefined) => (own ? [own] : [])

/** Docker Hub's API is not at docker.io. */
const apiHost = (host: string) => (host === 'docker.io' ? 'registry-1.docker.io' : host)

const urlOf = (scheme: string, { host, path }: RegistryServer) => `${scheme}://${apiHost(host)}${path}`

function rootSettings({ host, own, access }: ServedRegistry): readonly Setting[] {
  if (!own) return tls(host, access)
  // Last of all it is asked without TLS; the table of a host before does it with.
  if (own.insecure) return [{ key: 'server', value: urlOf('http', own) }]
  return [{ key: 'server', value: urlOf(own.scheme, own) }, ...(own.scheme === 'http' ? [] : tls(own.host, own))]
}

function entries(server: RegistryServer): HostsFile['hosts'] {
  const common = [
    ...(server.capabilities ? [{ key: 'capabilities', value: server.capabilities }] : []),
    ...(server.overridePath ? [{ key: 'override_path', value: true }] : []),
  ]
  const headers = Object.entries(server.headers).map(([name, value]) => ({ name, value }))
  const entry = (scheme: string, more: readonly Setting[]) => ({
    ...{ url: urlOf(scheme, server), settings: [...common, ...more], headers },
  })
  if (server.scheme === 'http') return [entry('http', [])]
  if (!server.insecure) return [entry('https', tls(server.host, server))]
  const https = entry('https', tls(server.host, { ...server, skipVerify: true }))
  // The registry itself is asked by plain HTTP as its `server`.
  return server.capabilities ? [https, entry('http', [])] : [https]
}

function tls(
  host: string,
  { ca, clientCert, skipVerify }: Pick<RegistryAccess, 'ca' | 'clientCert' | 'skipVerify'>,
): readonly Setting[] {
  const paths = tlsPaths(TLS_FOLDER, host)
  return [
    ...(ca ? [{ key: 'ca', value: paths.ca }] : []),
    ...(clientCert ? [{ key: 'client', value: [[paths.certificate, paths.key]] }] : []),
    ...(skipVerify ? [{ key: 'skip_verify', value: true }] : []),
  ]
}
