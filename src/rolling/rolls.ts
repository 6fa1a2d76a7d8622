import type { Cluster } from '../cluster/cluster.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { initHostOf } from '../kubernetes/init-host.ts'
import { hasJoined, isControlPlane } from '../preflight/live/live-check.ts'
import { copiesOf } from './cluster-copies.ts'
import { ownKubeletPatch } from '../kubernetes/own-kubelet.ts'
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
  const moves = all.filter(({ roll }) => roll.endpoint.changes !== '')
  const withCopies = all
    .filter(({ one }) => one.host.name === lead)
    .map((turn) => copiesOf(cluster, turn, turns, moves, shared, limit === undefined))
  const placed = all
    .filter((turn) => turns.includes(turn) || moves.includes(turn))
    .map((turn): [string, Roll] => [turn.one.host.name, inPlace(turn, turns, moves)])
  const joining = hosts.filter((one) => !hasJoined(one) && ownKubeletPatch(one.host) !== '')
  const found = new Map([...placed, ...joining.map(joiningRoll)])
  for (const { name, copies } of withCopies) {
    const isOther = ({ one }: Turn) => one.host.name !== name
    const others = [...turns.filter(isOther).map(rolledValue), ...moves.filter(isOther).map(movedValue)]
    const roll = found.get(name) ?? all.find(({ one }) => one.host.name === name)?.roll ?? noRoll
    const { record, cluster: ofCluster, kubelet, proxy, images, endpoint } = copies
    const any = record || [ofCluster, kubelet, proxy, images, endpoint].some((text) => text !== '')
    if (any) found.set(name, { ...roll, copies, others: others.join(' ') })
  }
  return found
}

const rolledValue = ({ one }: Turn): string => `rolled-${one.host.name}`
const movedValue = ({ one }: Turn): string => `moved-${one.host.name}`

/** With what it waits for: a node for the one before it; its way to the API servers for the certificates of all of them, too. */
function inPlace(turn: Turn, turns: readonly Turn[], moves: readonly Turn[]): Roll {
  const before = (all: readonly Turn[]) => all.slice(0, Math.max(all.indexOf(turn), 0)).slice(-1)
  const planes = turns.filter((other) => other !== turn && isControlPlane(other.one))
  const after = [...planes.map(rolledValue), ...before(moves).map(movedValue)]
  return {
    ...turn.roll,
    after: before(turns).map(rolledValue).join(),
    endpoint: { ...turn.roll.endpoint, after: after.join(' ') },
  }
}
