import { readdirSync, readFileSync } from 'node:fs'
import { readsOf } from '../../../src/commands/host-questions.ts'
import type { Cluster } from '../../../src/cluster/cluster.ts'
import { clusterTemplate } from '../../../src/config/init-template.ts'
import { earlyChecks } from '../../../src/preflight/early-checks.ts'
import { withFiles } from '../../../src/facts/files.ts'
import type { Facts } from '../../../src/facts/facts.ts'
import type { HostWithFacts } from '../../../src/facts/host-with-facts.ts'
import { planHosts } from '../../../src/plan/plan-hosts.ts'
import type { Plan } from '../../../src/plan/plan.ts'
import { loadPlaybook } from '../../../src/playbook/loading/load.ts'
import type { Templates } from '../../../src/playbook/loading/find-templates.ts'
import { loadTemplates } from '../../../src/playbook/loading/load-templates.ts'
import type { Playbook } from '../../../src/playbook/playbook.ts'
import { compile } from '../../../src/program/compile.ts'
import { readCases } from '../../config/bad-input/read-cases.ts'
import { factsOf, systems, type System } from '../../kubernetes/fixtures.ts'

const root = new URL('../../../', import.meta.url)
export const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
export const under = (folder: string) => readdirSync(new URL(folder, root)).map((name) => `${folder}/${name}`)
export const casesOf = (path: string) => readCases(new URL(path, root)).map(({ text }) => text)

export const shipped = {
  playbooks: new URL('playbooks', root).pathname,
  templates: new URL('templates', root).pathname,
}
export const playbook = loadPlaybook('cluster', [shipped.playbooks])
export const templates = loadTemplates(playbook, [shipped.templates])

/** A cluster.yaml that uses every setting. */
export const fullCluster = `${clusterTemplate().replace(/^( *)# (?=(\w+: |- \{|---$))/gm, '$1')}---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
networking: { podSubnet: 10.244.0.0/16 }
`

const names = Object.keys(systems) as System[]

/** Bare hosts of all systems in turn. */
export function hostsOf(cluster: Cluster): HostWithFacts[] {
  return cluster.hosts.map((host, i) => {
    const system = names[i % names.length] ?? 'debian-12'
    return { host, facts: factsOf(system, { hostname: host.name, machineId: host.name, productUuid: host.name }) }
  })
}

/** Everything that happens to a cluster before the wire. */
export function planAndCompile(
  cluster: Cluster,
  hosts: readonly HostWithFacts[],
  book: Playbook = playbook,
  files: Templates = templates,
): Plan {
  earlyChecks(cluster, hosts)
  const reads = readsOf(book.steps)
  const asked = hosts.map(({ host, facts }) => ({ host, facts: withFiles(facts, reads) }))
  const plan = planHosts({ cluster, playbook: book, templates: files, hosts: asked })
  for (const host of plan.hosts)
    for (const mode of ['check', 'apply'] as const) compile(host, { mode, nonce: 'n', run: 'r', who: 'me@here' })
  return plan
}

export const withFacts = (cluster: Cluster, facts: Facts): HostWithFacts[] =>
  cluster.hosts.map((host) => ({ host, facts }))
