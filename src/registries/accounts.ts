import type { Cluster, Registry } from '../cluster/cluster.ts'
import type { Credentials } from './credentials.ts'
import type { RegistryLayout } from './layout.ts'
import { registryAccesses } from './servers.ts'
import { parseRegistryUrl, registryHost } from '../notation/registry-url.ts'

export interface Account {
  readonly username: string
  readonly password: string
}

/** The accounts whose passwords are known, by server. */
export function accounts(cluster: Cluster, { passwords }: Credentials): ReadonlyMap<string, Account> {
  const found = registryAccesses(cluster.registries).flatMap(([host, { auth }]) => {
    const password = passwords.get(host)
    return auth && password !== undefined ? [[host, { username: auth.username, password }] as const] : []
  })
  return new Map(found)
}

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** An account as Docker's configuration has it. */
export const entryOf = ({ username, password }: Account) => ({ auth: base64(`${username}:${password}`) })

/**
 * The Secret's .dockerconfigjson in base64; '' where cluster.yaml wants none. kubelet looks an account up by the registry
 * that the image is named after. A runtime may show that account to the mirrors too, and none of its own: there a registry
 * behind a mirror with an account gets the mirror's.
 */
export function pullSecretData(cluster: Cluster, credentials: Credentials, layout: RegistryLayout): string {
  if (!cluster.pullSecret) return ''
  const known = accounts(cluster, credentials)
  const named = cluster.registries.flatMap((registry) => {
    const account = accountFor(registry, layout, known)
    return account ? [[registry.host, account] as const] : []
  })
  const auths = new Map<string, object>()
  for (const [host, account] of [...known, ...named])
    // The name that kubelet, as Docker, has for Docker Hub.
    auths.set(host === 'docker.io' ? 'https://index.docker.io/v1/' : host, { ...account, ...entryOf(account) })
  return base64(JSON.stringify({ auths: Object.fromEntries(auths) }))
}

function accountFor(
  { host, server, mirrors }: Registry,
  { showsSecretToMirrors }: RegistryLayout,
  known: ReadonlyMap<string, Account>,
) {
  const own = server === undefined ? registryHost(host) : parseRegistryUrl(server).host
  const asked = showsSecretToMirrors ? mirrors.map(({ url }) => parseRegistryUrl(url).host) : []
  return [...asked, own].map((name) => known.get(name)).find((account) => account !== undefined)
}
