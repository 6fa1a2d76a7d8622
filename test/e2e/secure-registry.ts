import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Lab } from '../lab/lab.ts'
import { clientRegistry, registryFiles, registryLog, secureRegistry, type RegistryName } from '../lab/registry.ts'

export interface Access {
  readonly runtime: 'cri-o' | 'containerd'
  /** Whether cluster.yaml names the authority that signed the registry's certificate. */
  readonly ca?: boolean
  /** YAML of where the password comes from. */
  readonly password?: string
  /** More lines of spec. */
  readonly more?: string
}

/** The file beside cluster.yaml that holds the password. */
export const passwordFile = 'registry-password'

/** Puts beside cluster.yaml what it names: the authority's certificate, one to show with its key, and the password. */
export async function writeSecrets(
  lab: Lab,
  folder: string,
  password: string = secureRegistry.password,
): Promise<void> {
  const { ca, clientCert, clientKey } = registryFiles(lab.id)
  await copyFile(ca, join(folder, 'registry-ca.crt'))
  await copyFile(clientCert, join(folder, 'client.crt'))
  await copyFile(clientKey, join(folder, 'client.key'))
  await writeFile(join(folder, passwordFile), `${password}\n`, { mode: 0o600 })
}

/**
 * Turns the quickstart's cluster.yaml into one whose images have their public names: Kubernetes' own come from k8s.gcr.io,
 * nginx from docker.io, and each of them has the lab's registry with an account before it; the network's image comes from the
 * one that wants a certificate. No host can reach the public ones.
 */
export const throughSecureRegistry =
  ({ runtime, ca = true, password = `passwordFile: ${passwordFile}`, more = '' }: Access) =>
  (text: string): string => {
    const authority = ca ? 'caFile: registry-ca.crt, ' : ''
    const auth = `auth: { username: ${secureRegistry.username}, ${password} }`
    const secure = `https://${secureRegistry.host}`
    const registries = `  registries:
    - host: k8s.gcr.io
      mirrors: [{ url: '${secure}/v2/google_containers', overridePath: true, ${authority}${auth} }]
    - host: docker.io
      mirrors: [{ url: '${secure}', ${authority}${auth} }]
    - host: registry.lab:5000
      mirrors: [{ url: 'https://${clientRegistry.host}/v2', caFile: registry-ca.crt, clientCert: { certFile: client.crt, keyFile: client.key } }]
`
    return text
      .replace(/ {2}registries:\n( {4}.*\n)*/, '')
      .replace(/ {2}runtime: .*\n/, `  runtime: { kind: ${runtime} }\n${registries}${more}`)
      .replace(/ {4}images: .*\n/, '')
  }

/** The images that a host got from a registry of the lab, by their names there, sorted. */
export async function pulledBy(lab: Lab, host: string, registry: RegistryName): Promise<readonly string[]> {
  const { address } = lab.host(host)
  const log = await registryLog(lab.id, registry)
  const names = log
    .filter(({ from, status }) => from === address && status === 200)
    .flatMap(({ path }) => /^\/v2\/(.+)\/blobs\//.exec(path)?.[1] ?? [])
  return [...new Set(names)].sort()
}
