import type { PairCheckName } from '../config/schema/check-names.ts'
import type { Finding } from '../facts/finding.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import type { Facts } from '../facts/facts.ts'
import { advertiseAddress } from '../kubernetes/advertise-address.ts'

type PairCheck = (one: HostWithFacts, all: readonly HostWithFacts[]) => Finding | undefined

/** Certificates and tokens are valid from now on; more skew than this makes them invalid on the other host. */
const SKEW_SECONDS = 5

/** Finds other hosts with the same value; an empty one says nothing. */
function unique(what: string, valueOf: (facts: Facts) => string, remedy: string): PairCheck {
  return (one, all) => {
    const value = valueOf(one.facts)
    const same = all.filter(({ host, facts }) => host.name !== one.host.name && valueOf(facts) === value)
    if (value === '' || same.length === 0) return undefined
    return { message: `${what} ${value} is also used by ${same.map(({ host }) => host.name).join(', ')}`, remedy }
  }
}

/** The first control plane's clock is the one that counts; without one among the hosts, the first host's. */
const clock: PairCheck = (one, all) => {
  const reference = all.find(({ host }) => host.role === 'control-plane') ?? one
  const skew = one.facts.clockOffset - reference.facts.clockOffset
  const unsure = one === reference ? 0 : one.facts.clockError + reference.facts.clockError
  if (Math.abs(skew) <= SKEW_SECONDS + unsure) return undefined
  const seconds = Math.abs(skew).toFixed(1)
  return {
    message: `the clock is ${seconds} s ${skew > 0 ? 'ahead of' : 'behind'} that of ${reference.host.name}`,
    remedy: 'Set the clocks, best with chrony or systemd-timesyncd.',
  }
}

/** What a node is known by when it joins. Of nodes that have joined, `verify` asks the cluster. */
const address: PairCheck = (one, all) => {
  const own = ({ host, facts }: HostWithFacts) => advertiseAddress(host, facts)
  const value = own(one)
  const same = all.filter((other) => other.host.name !== one.host.name && own(other) === value)
  if (one.facts.kubernetes.state !== 'none' || value === '' || same.length === 0) return undefined
  return {
    message: `node address ${value} is also used by ${same.map(({ host }) => host.name).join(', ')}`,
    remedy:
      "Write into cluster.yaml, as the host's nodeIP, an IP address of one of its interfaces that no other host has; a name or a forwarded port stands for the address that its default route leaves from.",
  }
}

/** Checks that compare a host with the others, by name. */
export const pairChecks: Readonly<Record<PairCheckName, PairCheck>> = {
  hostname: unique('the hostname', ({ hostname }) => hostname, 'Give every host a hostname of its own (hostnamectl).'),
  'machine-id': unique(
    'the machine-id',
    ({ machineId }) => machineId,
    'Empty /etc/machine-id on all but one of them and run systemd-machine-id-setup.',
  ),
  'product-uuid': unique(
    'the product_uuid',
    ({ productUuid }) => productUuid.toLowerCase(),
    'Give every virtual machine a UUID of its own.',
  ),
  address,
  clock,
}
