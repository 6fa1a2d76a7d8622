import type { Cluster } from '../../cluster/cluster.ts'
import { accounts, type Account } from '../../registries/accounts.ts'
import type { Credentials } from '../../registries/credentials.ts'

/** What stands below `registry.configs` of its configuration, by the host that it asks. */
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
