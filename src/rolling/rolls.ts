import type { Cluster } from '../cluster/cluster.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { initHostOf } from '../kubernetes/init-host.ts'
import { hasJoined } from '../preflight/live/live-check.ts'
import { copiesOf } from './cluster-copies.ts'
import { ownKubelet } from './kubelet.ts'
import { noRoll, type Roll } from './roll.ts'
import { sharedChanges } from './shared-changes.ts'
import { joiningRoll, turnOf, type Turn } from './turn.ts'

/**
 * What has to change on nodes that run, node by node: an empty map where cluster.yaml and cluster agree. Pure.
 * @param limit hosts that may be changed; all when left out
 */
export function rolls(
  cluster: Cluster,
  hosts: readonly HostWithFacts[],
  limit: readonly string[] | undefined,
): ReadonlyMap<string, Roll> {
  const lead = initHostOf(cluster, hosts)
  const joined = hosts.filter((one) => hasJoined(one) && (limit?.includes(one.host.name) ?? true))
  const rank = ({ host }: HostWithFacts) => (host.name === lead ? 0 : host.role === 'control-plane' ? 1 : 2)
  const inOrder = joined.toSorted((a, b) => rank(a) - rank(b))
  const shared = sharedChanges(cluster, hosts)
  const all = inOrder.map((one) => turnOf(cluster, one, shared))
  const turns = all.filter(({ roll }) => roll.turn)
  const withCopies = all
    .filter(({ one }) => one.host.name === lead)
    .map((turn) => copiesOf(cluster, turn, turns, shared, limit === undefined))
  const valueOf = ({ one }: Turn) => `rolled-${one.host.name}`
  const placed = turns.map((turn, i): [string, Roll] => {
    const before = turns[i - 1]
    return [turn.one.host.name, { ...turn.roll, after: before ? valueOf(before) : '' }]
  })
  const joining = hosts.filter((one) => !hasJoined(one) && Object.keys(ownKubelet(one)).length > 0)
  const found = new Map([...placed, ...joining.map(joiningRoll)])
  for (const { name, copies } of withCopies) {
    const others = turns.filter(({ one }) => one.host.name !== name).map(valueOf)
    const roll = found.get(name) ?? all.find(({ one }) => one.host.name === name)?.roll ?? noRoll
    const any =
      copies.record || [copies.cluster, copies.kubelet, copies.proxy, copies.images].some((text) => text !== '')
    if (any) found.set(name, { ...roll, copies, others: others.join(' ') })
  }
  return found
}
