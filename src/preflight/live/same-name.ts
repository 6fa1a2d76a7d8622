import ipaddr from 'ipaddr.js'

/** One spelling for each name and address. */
export function sameName(name: string): string {
  const bare = name.replace(/^\[(.*)\]$/, '$1')
  return ipaddr.isValid(bare) ? ipaddr.parse(bare).toString() : bare.toLowerCase().replace(/\.$/, '')
}
