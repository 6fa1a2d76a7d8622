import type { Cluster } from '../cluster/cluster.ts'
import type { JsonObject } from '../facts/live/live.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { endpointHost } from '../notation/endpoint-host.ts'
import { sameName } from '../preflight/live/same-name.ts'
import { isLoopback, ownEndpoint } from '../preflight/live/endpoint.ts'
import type { Change } from './change.ts'
import { namesOf } from './settings.ts'

export interface Names {
  readonly wanted: readonly string[]
  /** On record, and no longer in cluster.yaml. */
  readonly taken: readonly string[]
  /** The cluster's endpoint, which kubeadm adds by itself; '' for none. */
  readonly endpoint: string
  /** Those of other endpoints that nodes still use: without them they would be cut off before they are led to the new one. */
  readonly former: readonly string[]
}

/** The names that cluster.yaml gives to the certificate of the API server, and those that it gave before. */
export function certificateNames(
  cluster: Cluster,
  document: JsonObject,
  record: JsonObject | undefined,
  hosts: readonly HostWithFacts[],
): Names {
  const wanted = namesOf(document, cluster.kubernetes.certSANs)
  const endpoint = endpointHost(cluster.kubernetes.controlPlaneEndpoint ?? '')
  const kept = new Set([...wanted, endpoint].map(sameName))
  const taken = namesOf(record ?? {}).filter((name) => !kept.has(sameName(name)))
  return { wanted, taken, endpoint, former: endpoint === '' ? [] : formerEndpoints(hosts, kept) }
}

/**
 * What control planes say of it: a worker must not name anything that a certificate is for. An API server always has its own address in
 * its certificate.
 */
function formerEndpoints(hosts: readonly HostWithFacts[], kept: ReadonlySet<string>): readonly string[] {
  const own = new Set(hosts.map(ownEndpoint).map(endpointHost).map(sameName))
  const planes = hosts.filter(({ host }) => host.role === 'control-plane')
  const used = planes.flatMap(({ facts }) => facts.live.endpoints).filter((one) => !isLoopback(one))
  const names = used.map(endpointHost).filter((name) => !kept.has(sameName(name)) && !own.has(sameName(name)))
  return [...new Set(names)].filter((name) => /^[A-Za-z0-9][A-Za-z0-9.:-]*$/.test(name))
}

/** All names that it has beside those of its node. */
export const servedNames = ({ wanted, endpoint, former }: Names): readonly string[] => [
  ...new Set([...wanted, ...(endpoint === '' ? [] : [endpoint]), ...former]),
]

/** Names that the certificate lacks, and those that were taken out and are still in it. */
export function certificateChanges(names: Names, { facts }: HostWithFacts): readonly Change[] {
  const is = new Set(facts.live.certificateNames.map(sameName))
  if (is.size === 0) return []
  const field = 'ClusterConfiguration.apiServer.certSANs'
  // The node's own names and addresses are in it whatever the list says.
  const always = new Set(
    [
      facts.hostname,
      facts.live.nodeName,
      ...(facts.live.staticPods['kube-apiserver']?.flags['advertise-address'] ?? []),
    ].map(sameName),
  )
  return [
    ...names.taken
      .filter((name) => is.has(sameName(name)) && !always.has(sameName(name)))
      .map((name) => ({ field, is: name })),
    ...servedNames(names)
      .filter((name) => !is.has(sameName(name)) && !(name === names.endpoint && always.has(sameName(name))))
      .map((name) => ({ field, wanted: name })),
  ]
}
