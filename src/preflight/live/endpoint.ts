import ipaddr from 'ipaddr.js'
import type { Cluster } from '../../cluster/cluster.ts'
import type { HostWithFacts } from '../../facts/host-with-facts.ts'
import { flag } from '../../facts/live/flags.ts'
import { endpointHost } from '../../notation/endpoint-host.ts'
import { sameName } from './same-name.ts'

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address)

/** `host:port` with one spelling. */
export function sameEndpoint(text: string): string {
  const [, host = '', port = '6443'] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(text) ?? [text, text]
  return `${sameName(host)} ${port}`
}

/** The address and port of a host's own API server, `10.0.0.11:6443`; '' where that is not known. */
export function ownEndpoint({ facts }: HostWithFacts): string {
  const flags = facts.live.staticPods['kube-apiserver']?.flags
  const address = flag(flags, 'advertise-address')
  return address === '' ? '' : `${bracketed(address)}:${flag(flags, 'secure-port') || '6443'}`
}

/** The controlPlaneEndpoint of cluster.yaml with its port, which is the API server's own where none is given; '' for none. */
export function wantedEndpoint({ kubernetes }: Cluster, own: string): string {
  const { controlPlaneEndpoint: text = '' } = kubernetes
  if (text === '' || /^(\[[^\]]*\]|[^:]*):\d+$/.test(text)) return text
  return `${text}:${/:(\d+)$/.exec(own)?.[1] ?? '6443'}`
}

/** A file that is pointed at a proxy on its own host does not tell the cluster's endpoint. */
export function isLoopback(endpoint: string): boolean {
  const host = sameName(endpointHost(endpoint))
  return host === 'localhost' || (ipaddr.isValid(host) && ipaddr.parse(host).range() === 'loopback')
}
