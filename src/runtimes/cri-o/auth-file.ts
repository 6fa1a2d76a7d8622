import type { Cluster } from '../../cluster/cluster.ts'
import { accounts, entryOf } from '../../registries/accounts.ts'
import type { Credentials } from '../../registries/credentials.ts'

/** The text of CRI-O's global_auth_file; '' where no registry has an account. */
export function crioAuthFile(cluster: Cluster, credentials: Credentials): string {
  const entries = [...accounts(cluster, credentials)].map(([host, account]) => [host, entryOf(account)])
  return entries.length === 0 ? '' : `${JSON.stringify({ auths: Object.fromEntries(entries) as object }, null, 2)}\n`
}
