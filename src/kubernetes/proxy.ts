import { endpointHost } from '../notation/endpoint-host.ts'
import type { Cluster, Host } from '../cluster/cluster.ts'
import type { Facts } from '../facts/facts.ts'
import type { Credentials } from '../registries/credentials.ts'
import { advertiseAddress } from './advertise-address.ts'

/** What a host is told of the proxy of cluster.yaml. */
export interface ResolvedProxy {
  /** Lines NAME=value, for systemd and for sh; '' for no proxy. It holds the account, if there is one. */
  readonly environment: string
  readonly hasAccount: boolean
}

const LOOPBACK = ['localhost', '127.0.0.1', '::1']

/**
 * What is reached without the proxy. Of other hosts the control planes alone: a worker serves nothing that a host fetches, and
 * the list would change on every host, and restart its runtime, with each worker that is added.
 */
function withoutProxy({ kubernetes, hosts, proxy }: Cluster, host: Host, facts: Facts): readonly string[] {
  const known = [host, ...hosts.filter(({ role }) => role === 'control-plane')]
  const endpoint = endpointHost(kubernetes.controlPlaneEndpoint ?? '')
  const all = [
    ...LOOPBACK,
    ...known.flatMap(({ name, address, nodeIP = '' }) => [name, address, ...nodeIP.split(',')]),
    advertiseAddress(host, facts),
    endpoint,
    ...kubernetes.podSubnet.split(','),
    ...kubernetes.serviceSubnet.split(','),
    '.svc',
    `.${kubernetes.dnsDomain}`,
    ...(proxy?.noProxy ?? []),
  ]
  return [...new Set(all.filter((one) => one !== ''))]
}

/** As user information of a URL has it: nothing is left that means something to a shell, systemd or a URL. */
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)

/** The environment of whatever fetches something from outside of the cluster; in both spellings, for few know both. */
export function resolveProxy(
  cluster: Cluster,
  host: Host,
  facts: Facts,
  { proxyPassword }: Credentials,
): ResolvedProxy {
  const { proxy } = cluster
  if (!proxy) return { environment: '', hasAccount: false }
  const account =
    proxy.auth && proxyPassword !== undefined ? `${encoded(proxy.auth.username)}:${encoded(proxyPassword)}@` : ''
  const url = (plain: string) => plain.replace('://', `://${account}`)
  const lines = [
    `HTTP_PROXY=${url(proxy.http)}`,
    `HTTPS_PROXY=${url(proxy.https)}`,
    `NO_PROXY=${withoutProxy(cluster, host, facts).join(',')}`,
  ]
  const both = [...lines, ...lines.map((line) => line.replace(/^[^=]+/, (name) => name.toLowerCase()))]
  return { environment: ['# Written by nodeprep', ...both, ''].join('\n'), hasAccount: account !== '' }
}
