import type { Cluster } from '../cluster/cluster.ts'
import type { Credentials } from './credentials.ts'
import { tlsPaths, type HostsFile, type RegistryLayout } from './layout.ts'
import { servedRegistries } from './servers.ts'

/** A certificate or key as a host gets it. */
export interface RegistryPem {
  /** Unique among those of its kind. */
  readonly name: string
  readonly path: string
  readonly content: string
}

/** The files of one runtime that say how registries are reached. */
export interface RegistryFiles {
  readonly certificates: readonly RegistryPem[]
  readonly keys: readonly RegistryPem[]
  /** Those about single registries, where the runtime reads such. */
  readonly hosts: readonly HostsFile[]
  /** All of their paths, separated by blanks. */
  readonly wanted: string
  /** Patterns of the shell for all such files: what else nodeprep wrote there is from another day. */
  readonly places: string
}

/** Everything that is written for registries beside registries.conf and the accounts. Keys are those that were read. */
export function registryFiles(cluster: Cluster, { keys }: Credentials, layout: RegistryLayout): RegistryFiles {
  const hosts = layout.hosts?.files(cluster) ?? []
  const certificates = new Map<string, RegistryPem>()
  const secret = new Map<string, RegistryPem>()
  for (const [host, { ca, clientCert }] of withTls(cluster)) {
    const paths = tlsPaths(layout.tlsFolder, host)
    if (ca) certificates.set(paths.ca, pem(`${host}-ca`, paths.ca, ca.content))
    if (!clientCert) continue
    certificates.set(paths.certificate, pem(`${host}-client`, paths.certificate, clientCert.content))
    secret.set(paths.key, pem(host, paths.key, keys.get(clientCert.keyFile) ?? ''))
  }
  const all = [...certificates.keys(), ...secret.keys(), ...hosts.map(({ path }) => path)]
  return {
    certificates: [...certificates.values()],
    keys: [...secret.values()],
    hosts,
    wanted: all.join(' '),
    places: [...(layout.hosts ? [layout.hosts.folder] : []), layout.tlsFolder]
      .map((folder) => `${folder}/*/*`)
      .join(' '),
  }
}

function withTls(cluster: Cluster) {
  return servedRegistries(cluster).flatMap(({ host, own, mirrors, access }) => [
    ...(own ? [] : [[host, access] as const]),
    ...[...(own ? [own] : []), ...mirrors].map((server) => [server.host, server] as const),
  ])
}

/** Whoever reads PEM skips what stands before it; by the first line it is known who wrote the file. */
const pem = (name: string, path: string, content: string): RegistryPem => ({
  ...{ name, path },
  content: `# Written by nodeprep\n${content.trim()}\n`,
})
