import type { Cluster, Host } from '../cluster/cluster.ts'
import { flannelByNodeAddress } from '../kubernetes/flannel-interface.ts'
import { initHostOf } from '../kubernetes/init-host.ts'
import { allNodeSettings, hasNodeSettings } from '../kubernetes/node-settings.ts'
import { nodeIp } from '../kubernetes/node-ip.ts'
import type { RunContext } from '../playbook/context.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { noRoll } from '../rolling/roll.ts'
import { rolls } from '../rolling/rolls.ts'

/** Who has to join in this run. */
export function runContext(
  cluster: Cluster,
  host: Host,
  hosts: readonly HostWithFacts[],
  limit: readonly string[] | undefined,
): RunContext {
  return runContexts(cluster, hosts, limit)(host)
}

/** The same for many hosts: what is the same for all of them is looked up once. */
export function runContexts(
  cluster: Cluster,
  hosts: readonly HostWithFacts[],
  limit: readonly string[] | undefined,
): (host: Host) => RunContext {
  const states = new Map(hosts.map(({ host, facts }) => [host.name, facts.kubernetes.state]))
  const wanted = limit && new Set(limit)
  const initHost = initHostOf(cluster, hosts)
  const joins = cluster.hosts.filter(
    ({ name }) => name !== initHost && states.get(name) === 'none' && (wanted?.has(name) ?? true),
  )
  const joining = joins.map(({ name }) => name)
  const members = cluster.hosts
    .map(({ name }) => name)
    .filter((name) => name === initHost || joining.includes(name) || (states.get(name) ?? 'none') !== 'none')
  const joiningControlPlanes = joins.filter(({ role }) => role === 'control-plane').map(({ name }) => name)
  const newcomers = hosts
    .filter(({ host, facts }) => joining.includes(host.name) && !facts.kubernetes.cutOff)
    .map(({ host, facts }) => `${host.name}=${nodeIp(cluster, host, facts) || facts.address}`)
    .join(' ')
  const byNodeAddress = flannelByNodeAddress(cluster, hosts)
  const meant = cluster.hosts.filter(({ name }) => wanted?.has(name) ?? true)
  const nodeSettings = {
    used: meant.some(hasNodeSettings) || hosts.some(({ facts }) => facts.kubernetes.nodeSettings),
    nodes: meant.map(({ name }) => name),
    wanted: allNodeSettings(cluster),
  }
  const rolling = rolls(cluster, hosts, limit)
  return ({ name }) => {
    const joinsAfter = joiningControlPlanes[joiningControlPlanes.indexOf(name) - 1] ?? ''
    return {
      initHost,
      joining,
      members,
      joiningControlPlanes,
      newcomers,
      joinsAfter,
      flannelByNodeAddress: byNodeAddress,
      nodeSettings,
      roll: rolling.get(name) ?? noRoll,
    }
  }
}
