import type { Cluster } from '../cluster/cluster.ts'
import { resolve } from '../kubernetes/resolve.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import type { Plan } from './plan.ts'

interface RepositoryParams {
  readonly name: string
  readonly url: string
  readonly key: string
  readonly keyFingerprint?: string | readonly string[]
  readonly gpgCheck: boolean
}

interface DownloadParams {
  readonly url: string
  readonly sha256?: string
}

const isPlain = (url: string) => /^http:/i.test(url)
const UNPROTECTED = 'comes over plain http, where whoever is in between can replace it'

function frozenUrls(cluster: Cluster, hosts: readonly HostWithFacts[]): ReadonlySet<string> {
  const all = hosts.flatMap(({ host, facts }) => Object.values(resolve(cluster, host, facts).repositories).flat())
  return new Set(all.filter(({ frozen }) => frozen).map(({ url }) => url))
}

/** What a user should know of the package sources of a plan: those that are not verified, and those that get no updates. */
export function sourceWarnings(plan: Plan, cluster: Cluster, hosts: readonly HostWithFacts[]): readonly string[] {
  const frozen = frozenUrls(cluster, hosts)
  const found = plan.hosts.flatMap(({ steps }) =>
    steps
      .filter(({ kind, skipped }) => kind === 'repository' && !skipped)
      .flatMap(({ params }) => {
        const { name, url, key, keyFingerprint = [], gpgCheck } = params as RepositoryParams
        return [
          ...(gpgCheck ? [] : [`packages of ${name} are NOT VERIFIED: gpgCheck is off for ${url}`]),
          ...(isPlain(key) && keyFingerprint.length === 0
            ? [`the signing key of ${name} ${UNPROTECTED}: use https for ${key} or give its keyFingerprint`]
            : []),
          ...(frozen.has(url) ? [`${name} comes from a frozen copy that gets no updates any more: ${url}`] : []),
        ]
      }),
  )
  const downloads = plan.hosts.flatMap(({ steps }) =>
    steps
      .filter(({ kind, skipped }) => kind === 'download' && !skipped)
      .map(({ params }) => params as DownloadParams)
      .filter(({ url, sha256 }) => sha256 === undefined && isPlain(url))
      .map(({ url }) => `${url} ${UNPROTECTED}: use https or give its sha256`),
  )
  return [...new Set([...found, ...downloads])]
}
