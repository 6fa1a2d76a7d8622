import type { Cluster, Host, Mirror } from '../../src/cluster/cluster.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { planHosts } from '../../src/plan/plan-hosts.ts'
import type { HostWithFacts } from '../../src/facts/host-with-facts.ts'
import { loadPlaybook } from '../../src/playbook/loading/load.ts'
import { loadTemplates } from '../../src/playbook/loading/load-templates.ts'
import { clusterOf, controlPlane, factsOf, type System, worker } from '../kubernetes/fixtures.ts'
import { registryOf } from '../registries/registry-fixtures.ts'

const root = new URL('../../', import.meta.url)
const playbook = loadPlaybook('cluster', [new URL('playbooks', root).pathname])
const templates = loadTemplates(playbook, [new URL('templates', root).pathname])

/** CRI-O 1.11 has no preset: its repository is the user's, unsigned, as in the procedure for CentOS 7. */
const crio111: Mirror['packages'] = {
  'cri-o': { url: 'https://cbs.centos.org/repos/paas7-crio-311-candidate/{arch}/os/', gpgCheck: false },
}

/** One cluster for each era of kubeadm, CRI-O and package sources. */
export const clusters = {
  '1.15.1': clusterOf({
    version: '1.15.1',
    runtime: { version: '1.11' },
    mirror: { preset: 'aliyun', packages: crio111 },
    smokeTest: 'nginx',
  }),
  '1.20.15': clusterOf({ version: '1.20.15', mirror: { preset: 'aliyun' } }),
  '1.23.17': clusterOf({ version: '1.23.17', mirror: { preset: 'daocloud' } }),
  '1.31.14': clusterOf({
    version: '1.31.14',
    mirror: { preset: 'tuna' },
    selinux: 'enforcing',
    kubernetes: { controlPlaneEndpoint: 'api.example:6443', certSANs: ['api.example'] },
  }),
  '1.36.5': clusterOf({ registries: [registryOf('registry.example:5000', { insecure: true })] }),
} as const satisfies Readonly<Record<string, Cluster>>

const withContainerd = (cluster: Cluster, more: Partial<Cluster['runtime']> = {}): Cluster => ({
  ...cluster,
  runtime: { ...cluster.runtime, kind: 'containerd', version: '', ...more },
})

/** Docker's package, and what suits each host. */
export const containerdClusters = {
  '1.20.15': withContainerd(clusters['1.20.15'], { package: 'containerd.io' }),
  '1.36.5': withContainerd(clusters['1.36.5']),
} as const

/** The whole playbook planned for these hosts: by default a bare control plane and a bare worker. */
export function planFor(cluster: Cluster, system: System, hosts: readonly HostWithFacts[] = hostsOf(system)): Plan {
  return planHosts({ cluster, playbook, templates, hosts })
}

const bareHosts = [controlPlane, worker]

/** Hosts of one system. Those that have joined are nodes of CRI-O, and say nothing of their cluster. */
export function hostsOf(
  system: System,
  hosts: readonly Host[] = bareHosts,
  joined: readonly string[] = [],
): readonly HostWithFacts[] {
  return hosts.map((host) => {
    const { name, role, address } = host
    const facts = factsOf(system, { hostname: name, machineId: name, productUuid: '', address })
    const kubernetes = { ...facts.kubernetes, state: role, criSocket: '/var/run/crio/crio.sock' }
    return { host, facts: joined.includes(name) ? { ...facts, kubernetes } : facts }
  })
}
