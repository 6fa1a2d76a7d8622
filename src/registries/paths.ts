import type { RuntimeKind } from '../kubernetes/versions/runtime-names.ts'

/** CRI-O and whatever else reads registries.conf find certificates by their folder; for containerd hosts.toml names them. */
export const tlsFolders: Readonly<Record<RuntimeKind, string>> = {
  'cri-o': '/etc/containers/certs.d',
  containerd: '/etc/containerd/nodeprep',
}

/** Where containerd looks for hosts.toml: `registry.config_path` of its configuration. */
export const CERTS_FOLDER = '/etc/containerd/certs.d'

/** Where a server's certificates and key are on the hosts. */
export function tlsPaths(kind: RuntimeKind, host: string) {
  const folder = `${tlsFolders[kind]}/${host}`
  return { ca: `${folder}/ca.crt`, certificate: `${folder}/client.cert`, key: `${folder}/client.key` }
}
