import { isIP } from 'node:net'
import type { Facts } from './facts.ts'
import { cleanText } from './facts-schema.ts'

/** More than any host has, and bounded. */
const MOST = 64

/** What a host asks for the way to, to learn which of its addresses it would send from (RFC 5737, RFC 3849). */
const PROBE = '192.0.2.1'
const PROBE6 = '2001:db8::1'

/** Reads `192.0.2.1=10.0.0.11 eth0=10.0.0.11 …`, as the bootstrap says it. What is not an address is left out. */
export function parseAddresses(said: string): Pick<Facts, 'address' | 'address6' | 'addresses'> {
  const pairs = said
    .slice(0, MOST * 64)
    .split(' ')
    .flatMap((pair) => {
      const [name = '', address = ''] = pair.split('=')
      return isIP(address) !== 0 && !address.includes('%') && name !== ''
        ? [{ interface: cleanText(name), address }]
        : []
    })
  const sourceFor = (probe: string) => pairs.find((pair) => pair.interface === probe)?.address ?? ''
  return {
    address: sourceFor(PROBE),
    address6: sourceFor(PROBE6),
    addresses: pairs.filter((pair) => pair.interface !== PROBE && pair.interface !== PROBE6).slice(0, MOST),
  }
}
