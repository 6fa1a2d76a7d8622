import type { Cluster, Registry } from '../config/cluster.ts'
import type { Credentials } from './credentials.ts'
import { registryAccesses } from './servers.ts'
import { parseRegistryUrl, registryHost } from '../notation/registry-url.ts'

interface Account {
  readonly username: string
  readonly password: string
}

/** The accounts whose passwords are known, by server. */
function accounts(cluster: Cluster, { passwords }: Credentials): ReadonlyMap<string, Account> {
  const found = registryAccesses(cluster.registries).flatMap(([host, { auth }]) => {
    const password = passwords.get(host)
    return auth && password !== undefined ? [[host, { username: auth.username, password }] as const] : []
  })
  return new Map(found)
}

/** containerd: what stands below `registry.configs` of its configuration, by the host that it asks. */
export function registryAccounts(
  cluster: Cluster,
  credentials: Credentials,
): Readonly<Record<string, { readonly auth: Account }>> {
  const entries = [...accounts(cluster, credentials)].map(([host, { username, password }]) => [
    host === 'docker.io' ? 'registry-1.docker.io' : host,
    { auth: { username, password } },
  ])
  return Object.fromEntries(entries) as Record<string, { readonly auth: Account }>
}

const base64 = (text: string) => Buffer.from(text).toString('base64')

const entryOf = ({ username, password }: Account) => ({ auth: base64(`${username}:${password}`) })

/** CRI-O: the text of its global_auth_file; '' where no registry has an account. */
export function crioAuthFile(cluster: Cluster, credentials: Credentials): string {
  const entries = [...accounts(cluster, credentials)].map(([host, account]) => [host, entryOf(account)])
  return entries.length === 0 ? '' : `${JSON.stringify({ auths: Object.fromEntries(entries) as object }, null, 2)}\n`
}

/**
 * The Secret's .dockerconfigjson in base64; '' where cluster.yaml wants none. kubelet looks an account up by the registry
 * that the image is named after. containerd then shows that account to the mirrors too, and none of its own: so there a
 * registry behind a mirror with an account gets the mirror's. CRI-O never shows it to mirrors.
 */
export function pullSecretData(cluster: Cluster, credentials: Credentials): string {
  if (!cluster.pullSecret) return ''
  const known = accounts(cluster, credentials)
  const named = cluster.registries.flatMap((registry) => {
    const account = accountFor(registry, cluster, known)
    return account ? [[registry.host, account] as const] : []
  })
  const auths = new Map<string, object>()
  for (const [host, account] of [...known, ...named])
    // The name that kubelet, as Docker, has for Docker Hub.
    auths.set(host === 'docker.io' ? 'https://index.docker.io/v1/' : host, { ...account, ...entryOf(account) })
  return base64(JSON.stringify({ auths: Object.fromEntries(auths) }))
}

function accountFor({ host, server, mirrors }: Registry, { runtime }: Cluster, known: ReadonlyMap<string, Account>) {
  const own = server === undefined ? registryHost(host) : parseRegistryUrl(server).host
  const asked = runtime.kind === 'containerd' ? mirrors.map(({ url }) => parseRegistryUrl(url).host) : []
  return [...asked, own].map((name) => known.get(name)).find((account) => account !== undefined)
}
