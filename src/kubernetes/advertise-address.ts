import ipaddr from 'ipaddr.js'

function rangeOf(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.parse(address).range() : 'none'
}

/**
 * The address a node is known by to the others, or '' to let kubeadm choose. It is the one of cluster.yaml unless that
 * cannot be the host's own: a name, a loopback address (a forwarded port), or a public address in front of a
 * host whose default route leaves from a private one (a cloud's floating address).
 */
export function advertiseAddress(given: string, ofDefaultRoute: string): string {
  const range = rangeOf(given)
  if (range === 'none' || range === 'loopback') return ofDefaultRoute
  return range === 'unicast' && ['private', 'uniqueLocal', 'carrierGradeNat'].includes(rangeOf(ofDefaultRoute))
    ? ofDefaultRoute
    : given
}
