import type { Cluster, Mirror } from '../../src/config/cluster.ts'
import { earlyChecks } from '../../src/kubernetes/checks.ts'
import type { HostPlan, Plan } from '../../src/plan/plan.ts'
import { type HostWithFacts, planHosts } from '../../src/plan/plan-hosts.ts'
import { loadPlaybook } from '../../src/playbook/load.ts'
import { loadTemplates } from '../../src/playbook/load-templates.ts'
import { clusterOf, controlPlane, factsOf, type System, worker } from '../kubernetes/fixtures.ts'

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
  '1.36.5': clusterOf({ runtime: { registries: { insecure: ['registry.example:5000'] } } }),
} as const satisfies Readonly<Record<string, Cluster>>

/** The whole playbook planned for hosts that are bare: by default a control plane and a worker. */
export function planFor(cluster: Cluster, system: System, hosts: readonly HostWithFacts[] = hostsOf(system)): Plan {
  return planHosts({ cluster, playbook, templates, hosts })
}

function hostsOf(system: System) {
  return [
    { host: controlPlane, facts: factsOf(system, { hostname: 'cp1' }) },
    { host: worker, facts: factsOf(system, { hostname: 'w1', machineId: 'b', productUuid: '', address: '10.0.0.21' }) },
  ]
}

/** What is the same in every plan and is tested by itself. */
const SHELL = new Set(['check', 'apply', 'why', 'script'])

export function show({ steps }: HostPlan): string[] {
  return steps
    .filter(({ skipped }) => !skipped)
    .map(({ id, kind, title, params, owes, awaits, provides }) => {
      const { content, ...rest } = params as { content?: string }
      const values = Object.entries(rest).filter(([key, value]) => !SHELL.has(key) && value !== title)
      const lines = [
        `${id}: ${title}`,
        ...values.map(
          ([key, value]) => `  ${kind}.${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
        ),
        ...(owes.length > 0 ? [`  owes: ${owes.join(' ')}`] : []),
        ...(awaits.length > 0 ? [`  awaits: ${awaits.join(' ')}`] : []),
        ...(provides.length > 0 ? [`  provides: ${provides.join(' ')}`] : []),
        ...(content === undefined
          ? []
          : content
              .trimEnd()
              .split('\n')
              .map((line) => `  | ${line}`.trimEnd())),
      ]
      return lines.join('\n')
    })
}

/** A plan as text: what is refused, the control plane's steps with their files, and what a worker does otherwise. */
export function planText(cluster: Cluster, system: System): string {
  const refused = earlyChecks(cluster, hostsOf(system)).map(({ host, message }) => `REFUSED ${host}: ${message}`)
  const [first = [], second = []] = planFor(cluster, system).hosts.map(show)
  const same = new Set(first)
  const others = second.filter((step) => !same.has(step))
  return [...refused, '# control plane', ...first, '', '# worker, beside what is the same', ...others, ''].join('\n')
}
