import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { network } from './network.ts'
import { run } from './run.ts'
import { labPaths } from './state.ts'

/**
 * The lab's registries, which serve the same images: one in the clear for everybody, one by TLS for the lab's account, one
 * by TLS for who shows a certificate.
 */
export const registryPorts = { registry: 5000, 'secure-registry': 5443, 'client-registry': 5444 } as const
export type RegistryName = keyof typeof registryPorts

/** How the second one is reached. Its certificate is by an authority that no host knows: see {@link registryFiles}. */
export const secureRegistry = {
  host: `secure.lab:${registryPorts['secure-registry']}`,
  username: 'lab',
  password: 'lab-registry-password',
} as const

/** The third; its certificate is by the same authority, and so is the one it wants to be shown. */
export const clientRegistry = { host: `client.lab:${registryPorts['client-registry']}` } as const

/** bcrypt of that password, as htpasswd writes it. */
const htpasswd = `${secureRegistry.username}:$2b$05$kS8hdvEo5qTf1cW0uXyZAeAskDAgCeGm.J4CTjwO/btq/.JE7SRtS\n`

const folder = (id: string): string => join(labPaths(id).dir, 'registries')

/** Files of an administrator who may use the registries, made for each lab: the authority's certificate, one of his own. */
export const registryFiles = (id: string) => ({
  ca: join(folder(id), 'ca.crt'),
  clientCert: join(folder(id), 'client.crt'),
  clientKey: join(folder(id), 'client.key'),
})

/** The configuration file of a registry. */
export const registryConfig = (id: string, name: string): string => join(folder(id), `${name}.yml`)

/** Writes the registries' configuration files, over one folder of images, and what they need. */
export async function writeRegistries(id: string, images: string): Promise<void> {
  const at = folder(id)
  await mkdir(at)
  await makeAuthority(at)
  await makeCertificate(at, 'registry', 'subjectAltName=DNS:secure.lab,DNS:client.lab')
  await makeCertificate(at, 'client', 'extendedKeyUsage=clientAuth')
  await writeFile(join(at, 'htpasswd'), htpasswd)
  const tls = `tls: { certificate: "${at}/registry.crt", key: "${at}/registry.key"`
  const kinds = {
    registry: { http: '', more: '' },
    'secure-registry': { http: `, ${tls} }`, more: `auth: { htpasswd: { realm: lab, path: "${at}/htpasswd" } }\n` },
    'client-registry': { http: `, ${tls}, clientcas: ["${at}/ca.crt"] }`, more: '' },
  }
  for (const [name, port] of Object.entries(registryPorts) as [RegistryName, number][]) {
    await writeFile(registryConfig(id, name), configuration(images, port, kinds[name].http) + kinds[name].more)
  }
}

const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30']

async function makeAuthority(at: string): Promise<void> {
  await run('openssl', [...request, '-subj', '/CN=Lab registry CA', '-keyout', `${at}/ca.key`, '-out', `${at}/ca.crt`])
}

async function makeCertificate(at: string, name: string, extension: string): Promise<void> {
  await run('openssl', [
    ...[...request, '-CA', `${at}/ca.crt`, '-CAkey', `${at}/ca.key`, '-subj', `/CN=lab ${name}`],
    ...['-addext', extension, '-addext', 'basicConstraints=critical,CA:FALSE'],
    ...['-keyout', `${at}/${name}.key`, '-out', `${at}/${name}.crt`],
  ])
}

function configuration(images: string, port: number, tls: string): string {
  return `version: 0.1
log: { level: info }
storage:
  filesystem: { rootdirectory: ${JSON.stringify(images)} }
  maintenance: { readonly: { enabled: true } }
http: { addr: "${network.gateway}:${port}"${tls} }
`
}

/** A line of a registry's access log. */
export interface RegistryRequest {
  readonly from: string
  readonly method: string
  readonly path: string
  readonly status: number
}

/** What a registry was asked since the lab is up, in order. */
export async function registryLog(id: string, name: RegistryName): Promise<RegistryRequest[]> {
  const text = await readFile(join(labPaths(id).dir, `${name}.log`), 'utf8')
  return [...text.matchAll(/^([\d.]+) - \S+ \[[^\]]*\] "([A-Z]+) (\S+) HTTP\/[\d.]+" (\d{3}) /gm)].map(
    ([, from = '', method = '', path = '', status]) => ({ from, method, path, status: Number(status) }),
  )
}
