import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { network } from './network.ts'
import { run } from './run.ts'
import { labPaths } from './state.ts'

/** The lab's registries, which serve the same images: one in the clear for everybody, one by TLS for the lab's account. */
export const registryPorts = { registry: 5000, 'secure-registry': 5443 } as const
export type RegistryName = keyof typeof registryPorts

/** How the second one is reached. Its certificate is by an authority that no host knows: see {@link registryCa}. */
export const secureRegistry = {
  host: `secure.lab:${registryPorts['secure-registry']}`,
  username: 'lab',
  password: 'lab-registry-password',
} as const

/** bcrypt of that password, as htpasswd writes it. */
const htpasswd = `${secureRegistry.username}:$2b$05$kS8hdvEo5qTf1cW0uXyZAeAskDAgCeGm.J4CTjwO/btq/.JE7SRtS\n`

const folder = (id: string): string => join(labPaths(id).dir, 'secure-registry')

/** The file with the certificate of the authority that signed the second registry's, made for each lab. */
export const registryCa = (id: string): string => join(folder(id), 'ca.crt')

/** Writes what the registries need and returns their configuration files. */
export async function writeRegistries(id: string, images: string): Promise<Readonly<Record<RegistryName, string>>> {
  const at = folder(id)
  await mkdir(at)
  await makeCertificates(at)
  await writeFile(join(at, 'htpasswd'), htpasswd)
  const tls = `, tls: { certificate: "${at}/registry.crt", key: "${at}/registry.key" }`
  const auth = `auth: { htpasswd: { realm: lab, path: "${at}/htpasswd" } }\n`
  const files = { registry: join(at, 'plain.yml'), 'secure-registry': join(at, 'secure.yml') }
  await writeFile(files.registry, configuration(images, registryPorts.registry))
  await writeFile(files['secure-registry'], configuration(images, registryPorts['secure-registry'], tls) + auth)
  return files
}

async function makeCertificates(at: string): Promise<void> {
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30']
  await run('openssl', [...request, '-subj', '/CN=Lab registry CA', '-keyout', `${at}/ca.key`, '-out', `${at}/ca.crt`])
  await run('openssl', [
    ...request,
    ...['-CA', `${at}/ca.crt`, '-CAkey', `${at}/ca.key`, '-subj', '/CN=secure.lab'],
    ...['-addext', 'subjectAltName=DNS:secure.lab', '-addext', 'basicConstraints=critical,CA:FALSE'],
    ...['-keyout', `${at}/registry.key`, '-out', `${at}/registry.crt`],
  ])
}

function configuration(images: string, port: number, tls = ''): string {
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
