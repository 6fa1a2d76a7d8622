import ipaddr from 'ipaddr.js'
import { flag } from '../../facts/live/flags.ts'
import { BACK, type LiveCheck } from './live-check.ts'

/** One spelling for each name and address. */
export function sameName(name: string): string {
  const bare = name.replace(/^\[(.*)\]$/, '$1')
  return ipaddr.isValid(bare) ? ipaddr.parse(bare).toString() : bare.toLowerCase().replace(/\.$/, '')
}

/** `host:port` with one spelling; kubeadm's default port is 6443. */
function endpoint(text: string): string {
  const [, host = '', port = '6443'] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(text) ?? [text, text]
  return `${sameName(host)} ${port}`
}

const isLoopback = (host: string) =>
  host === 'localhost' || (ipaddr.isValid(host) && ipaddr.parse(host).range() === 'loopback')

/**
 * admin.conf says the cluster's endpoint, kubelet.conf of a control plane may be pointed at its own API server. Where no
 * endpoint was given to kubeadm it is the address that the API server advertises, with its port.
 */
export const controlPlaneEndpoint: LiveCheck = (cluster, one) => {
  const { endpoints, staticPods } = one.facts.live
  const flags = staticPods['kube-apiserver']?.flags
  const is = endpoints.map(endpoint)
  // Pointed at a proxy or an API server of its own, a file does not tell the cluster's endpoint.
  if (one.facts.kubernetes.state !== 'control-plane' || is.length === 0 || !flags) return undefined
  const last = is.at(-1) ?? ''
  if (isLoopback(last.split(' ', 1).join())) return undefined
  const advertised = endpoint(`${bracketed(flag(flags, 'advertise-address'))}:${flag(flags, 'secure-port') || '6443'}`)
  const wanted = cluster.kubernetes.controlPlaneEndpoint
  if (wanted === undefined ? last === advertised : is.includes(endpoint(wanted))) return undefined
  if (flag(flags, 'advertise-address') === '' && wanted === undefined) return undefined
  const shown = endpoints.at(-1) ?? ''
  return {
    message: `the cluster's endpoint is ${shown}, but cluster.yaml ${wanted === undefined ? 'has no controlPlaneEndpoint' : `specifies ${wanted}`}; this is not applied on a live cluster yet`,
    remedy:
      last === advertised ? `${BACK}: leave controlPlaneEndpoint out.` : `${BACK}: controlPlaneEndpoint: ${shown}.`,
  }
}

const bracketed = (address: string) => (address.includes(':') ? `[${address}]` : address)
