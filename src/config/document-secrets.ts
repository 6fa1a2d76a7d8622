import type { Cluster } from './cluster.ts'

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

/** They are better made anew for every run, by nobody's hand. */
export function documentSecretWarnings(cluster: Cluster): readonly string[] {
  return documentSecrets(cluster).map(
    ({ kind, field }) =>
      `cluster.yaml holds a secret: ${field} of ${kind}. Whoever reads the file may join the cluster; leave it out, and nodeprep makes one for each run that needs it`,
  )
}
