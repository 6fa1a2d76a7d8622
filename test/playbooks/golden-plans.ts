import type { Cluster } from '../../src/cluster/cluster.ts'
import { earlyChecks } from '../../src/preflight/early-checks.ts'
import type { Plan } from '../../src/plan/plan.ts'
import type { HostWithFacts } from '../../src/facts/host-with-facts.ts'
import type { Table } from '../differences/labels.ts'
import { systems, type System } from '../kubernetes/fixtures.ts'
import { planSections, type Sections } from './plan-sections.ts'
import { clusters, containerdClusters, hostsOf, planFor } from './plans.ts'
import { situations } from './situations.ts'

interface Planned {
  readonly plan: Plan
  readonly sections: Sections
}

/** Plans that are reviewed by what differs in each from another one. */
interface GoldenTable {
  readonly name: string
  readonly about: string
  readonly table: Table
  readonly planned: (row: string, column: string) => Planned
  readonly from: (row: string, column: string) => Planned
}

function planned(cluster: Cluster, system: System, hosts: readonly HostWithFacts[] = hostsOf(system)): Planned {
  const plan = planFor(cluster, system, hosts)
  return { plan, sections: planSections(plan, earlyChecks(cluster, hosts)) }
}

const known = new Map<string, Planned>()
/** Two bare hosts; each plan is compared with several others. */
function bare(system: string, version: string): Planned {
  const name = `${system}/${version}`
  const same = known.get(name) ?? planned(clusters[version as Version], system as System)
  known.set(name, same)
  return same
}

type Version = keyof typeof clusters
const [system, version] = ['debian-12', '1.36.5'] as const
const besides = (names: object, name: string) => Object.keys(names).filter((one) => one !== name)

export const base = (): Planned => bare(system, version)

export const goldenTables: readonly GoldenTable[] = [
  {
    name: 'versions',
    about: `Kubernetes of other versions, and their clusters: what differs from ${version}`,
    table: { rows: [system], columns: besides(clusters, version) },
    planned: bare,
    from: base,
  },
  {
    name: 'systems',
    about: `Other systems: what differs from ${system} at the same version`,
    table: { rows: besides(systems, system), columns: Object.keys(clusters) },
    planned: bare,
    from: (_, column) => bare(system, column),
  },
  {
    name: 'containerd',
    about: 'containerd: what differs from CRI-O on the same system at the same version',
    table: { rows: Object.keys(systems), columns: Object.keys(containerdClusters) },
    planned: (row, column) => planned(containerdClusters[column as keyof typeof containerdClusters], row as System),
    from: bare,
  },
  {
    name: 'situations',
    about: `Hosts that have joined, and three control planes, on ${system}: what differs from a bare control plane and a bare worker`,
    table: { rows: Object.keys(situations), columns: [version] },
    planned: (row, column) => {
      const { cluster, hosts } = situations[row as keyof typeof situations](clusters[column as Version])
      return planned(cluster, system, hosts)
    },
    from: (_, column) => bare(system, column),
  },
]
