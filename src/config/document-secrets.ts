import type { Cluster } from '../cluster/cluster.ts'

/** A secret that somebody wrote into a kubeadm document of cluster.yaml. */
export interface DocumentSecret {
  readonly kind: string
  /** The field's name. */
  readonly field: string
  readonly value: string
}

const fields: ReadonlySet<string> = new Set(['token', 'tlsBootstrapToken', 'certificateKey'])

function find(kind: string, value: unknown): readonly DocumentSecret[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([field, inner]: [string, unknown]) =>
    fields.has(field) && typeof inner === 'string' ? [{ kind, field, value: inner }] : find(kind, inner),
  )
}

/** Join tokens and certificate keys that kubeadm would take from cluster.yaml. */
export function documentSecrets({ documents }: Cluster): readonly DocumentSecret[] {
  return documents.flatMap(({ kind, value }) => find(kind, value))
}

/** What cluster.yaml itself holds of registries and of the proxy: passwords where the user insists, and headers that let somebody in. */
export function registrySecrets(cluster: Cluster): readonly string[] {
  const { registries } = cluster
  const headers = registries.flatMap(({ mirrors }) => mirrors.flatMap(({ headers }) => Object.entries(headers)))
  const values = headers.flatMap(([name, value]) => (/auth|token|key|secret|cookie/i.test(name) ? [value] : []))
  return [...insecurePasswords(cluster).map(([, password]) => password), ...values]
}

/** Whose they are, with the name of the account. */
function insecurePasswords({ registries, proxy }: Cluster): readonly (readonly [whose: string, password: string])[] {
  const ofRegistries = registries.flatMap((registry) => [registry.auth, ...registry.mirrors.map(({ auth }) => auth)])
  const all = [...ofRegistries.map((auth) => ['a registry', auth] as const), ['the proxy', proxy?.auth] as const]
  return all.flatMap(([at, auth]) =>
    auth && typeof auth.password === 'object' && 'insecure' in auth.password
      ? [[`${auth.username} at ${at}`, auth.password.insecure] as const]
      : [],
  )
}

/** They are better made anew for every run, by nobody's hand; and passwords better read from where few can. */
export function documentSecretWarnings(cluster: Cluster): readonly string[] {
  return [
    ...documentSecrets(cluster).map(
      ({ kind, field }) =>
        `cluster.yaml holds a secret: ${field} of ${kind}. Whoever reads the file may join the cluster; leave it out, and nodeprep makes one for each run that needs it`,
    ),
    ...insecurePasswords(cluster).map(
      ([whose]) =>
        `cluster.yaml holds the password of ${whose}. Whoever reads the file has it; passwordFile, passwordEnv and passwordPrompt keep it elsewhere`,
    ),
  ]
}
