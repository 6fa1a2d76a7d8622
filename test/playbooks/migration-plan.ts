import type { Cluster } from '../../src/cluster/cluster.ts'
import type { Facts } from '../../src/facts/facts.ts'
import type { HostWithFacts } from '../../src/facts/host-with-facts.ts'
import { loadOperation } from '../../src/operation/load-operation.ts'
import { operationPlaybook } from '../../src/operation/operation-playbook.ts'
import { optionValues } from '../../src/operation/options.ts'
import { planHosts } from '../../src/plan/plan-hosts.ts'
import { loadTemplates } from '../../src/playbook/loading/load-templates.ts'
import { clusterOf, factsOf, hostOf, notJoined, type System } from '../kubernetes/fixtures.ts'

const root = new URL('../../', import.meta.url)
const operation = loadOperation('migrate-runtime', [new URL('playbooks', root).pathname])
const templates = loadTemplates({ steps: Object.values(operation.phases).flat() }, [
  new URL('templates', root).pathname,
])

/** What the command line gives: options, and the hosts it is limited to. */
export interface Given {
  readonly to?: 'cri-o' | 'containerd'
  readonly rollback?: true
  readonly removeOld?: true
  readonly deleteEmptydirData?: true
  readonly force?: true
  readonly limit?: readonly string[]
}

export const cp1 = hostOf('cp1', 'control-plane', '10.0.0.11')
export const cp2 = hostOf('cp2', 'control-plane', '10.0.0.12')
export const w1 = hostOf('w1', 'worker', '10.0.0.21')
export const w2 = hostOf('w2', 'worker', '10.0.0.22')
export const four = clusterOf({ hosts: [cp1, w1, cp2, w2] })

export const CONTAINERD = '/run/containerd/containerd.sock'

/** A node that runs by containerd, if nothing else is said. */
export function node(
  host: typeof cp1,
  kubernetes: Partial<Facts['kubernetes']> = {},
  system: System = 'debian-12',
): HostWithFacts {
  const known = { ...notJoined, state: host.role, criSocket: CONTAINERD, ...kubernetes }
  return { host, facts: factsOf(system, { hostname: host.name, kubernetes: known }) }
}

export function planned(cluster: Cluster, hosts: readonly HostWithFacts[], { limit, ...given }: Given) {
  const options = optionValues(operation, given)
  const playbook = operationPlaybook(operation, { cluster, hosts, options, limit })
  return planHosts({ cluster, playbook, templates, hosts, limit })
}
