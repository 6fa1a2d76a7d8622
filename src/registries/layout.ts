import type { Cluster } from '../cluster/cluster.ts'

interface Setting {
  readonly key: string
  readonly value: string | boolean | readonly string[] | readonly (readonly string[])[]
}

/** A file about one registry, as templates/containerd/hosts.toml.hbs writes it. */
export interface HostsFile {
  readonly name: string
  readonly path: string
  /** Those of the registry itself. */
  readonly settings: readonly Setting[]
  /** Who is asked first, in this order. */
  readonly hosts: readonly {
    readonly url: string
    readonly settings: readonly Setting[]
    readonly headers: readonly { readonly name: string; readonly value: string }[]
  }[]
}

/** Where a runtime looks for what it is told of registries, and what it does with it. */
export interface RegistryLayout {
  /** Folder with a folder of certificates and keys for each server. */
  readonly tlsFolder: string
  /** Folder of files about single registries, if it reads such, and what these say. */
  readonly hosts?: { readonly folder: string; readonly files: (cluster: Cluster) => readonly HostsFile[] }
  /** It shows the account of a pull secret to the mirrors of the registry, and none of the mirrors' own. */
  readonly showsSecretToMirrors: boolean
  /** It knows mirrors of registries. If not, images have to be named after their mirrors. */
  readonly knowsMirrors: (cluster: Cluster) => boolean
}

/** Where a server's certificates and key are on the hosts. */
export function tlsPaths(tlsFolder: string, host: string) {
  const folder = `${tlsFolder}/${host}`
  return { ca: `${folder}/ca.crt`, certificate: `${folder}/client.cert`, key: `${folder}/client.key` }
}
