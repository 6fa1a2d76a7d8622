import { expect, test } from 'vitest'
import type { Host } from '../../src/cluster/cluster.ts'
import { parseCluster } from '../../src/config/load.ts'
import { formatProblem } from '../../src/yaml/problem.ts'

const head =
  'apiVersion: nodeprep.dev/v1alpha1\nkind: Cluster\nmetadata: { name: demo }\nspec:\n  kubernetes: { version: 1.36.2 }\n'
const read = (spec: string) =>
  parseCluster(`${head}${spec}`, 'cluster.yaml', { home: '/home/me', readManifest: () => '' })

/** The hosts of a file by their names. */
function hostsOf(spec: string): Readonly<Record<string, Host>> {
  const result = read(spec)
  if ('problems' in result) throw new Error(result.problems.map(formatProblem).join('\n'))
  return Object.fromEntries(result.cluster.hosts.map((host) => [host.name, host]))
}

function problemsOf(spec: string): readonly string[] {
  const result = read(spec)
  return 'problems' in result ? result.problems.map(formatProblem) : []
}

const hosts = `  hosts:
    - { name: cp1, address: 10.0.0.11, role: control-plane }
    - { name: w1, address: 10.0.0.21, role: worker, labels: { rack: own }, taints: ['a=host:NoSchedule'], ssh: { port: 2222 } }
    - { name: w2, address: 10.0.0.22, role: worker }
`

test('settings of spec, groups and the host go over each other in that order, by key, taints by key and effect', () => {
  const { cp1, w1, w2 } = hostsOf(`  ssh: { user: ops, port: 22, become: { method: sudo } }
  kernel: { parameters: { nosmt: '', iommu: off } }
  groups:
    gpu:
      hosts: [w1, w2]
      ssh: { user: gpu, port: 23, become: { password: ask } }
      kernel: { parameters: { iommu: pt } }
      labels: { rack: group, gpu: yes-it-is }
      annotations: { example.com/team: a }
      taints: ['a=group:NoSchedule', 'a=group:NoExecute']
    other: { hosts: [w2], labels: { other: 1 } }
${hosts}`)
  expect(cp1).toEqual({
    ...{ name: 'cp1', address: '10.0.0.11', role: 'control-plane', ssh: { user: 'ops', port: 22 } },
    become: { method: 'sudo' },
    kernel: { parameters: { nosmt: '', iommu: 'off' } },
  })
  expect(w1).toMatchObject({
    ssh: { user: 'gpu', port: 2222 },
    become: { method: 'sudo', password: 'ask' },
    kernel: { parameters: { nosmt: '', iommu: 'pt' } },
    labels: { rack: 'own', gpu: 'yes-it-is' },
    annotations: { 'example.com/team': 'a' },
    taints: [
      { key: 'a', value: 'host', effect: 'NoSchedule' },
      { key: 'a', value: 'group', effect: 'NoExecute' },
    ],
  })
  expect(w2).toMatchObject({ ssh: { port: 23 }, labels: { rack: 'group', gpu: 'yes-it-is', other: '1' } })
})

test('a jump host is replaced as a whole', () => {
  const { w1 } = hostsOf(`  ssh: { bastion: { address: a, user: me } }
  groups: { g: { hosts: [w1], ssh: { bastion: { address: b } } } }
${hosts}`)
  expect(w1?.ssh).toMatchObject({ bastion: { address: 'b' } })
  expect(w1?.ssh.bastion).not.toHaveProperty('user')
})

test('unknown hosts, repeated ones and names that are none are named with their place', () => {
  expect(
    problemsOf(
      `  groups:\n    g: { hosts: [w11, w1, w1] }\n    'a b': { hosts: [w2] }\n    none: { hosts: [] }\n${hosts}`,
    ),
  ).toEqual([
    'cluster.yaml:7:18 spec.groups.g.hosts.0: unknown host "w11"; did you mean "w1"?\n    groups have names of spec.hosts',
    'cluster.yaml:7:27 spec.groups.g.hosts.2: w1 is in this group already\n    leave it out',
    'cluster.yaml:8:12 spec.groups."a b": invalid name of a group\n    use letters, digits, "-", "_" and ".", as in gpu',
    expect.stringContaining('spec.groups.none.hosts: is empty') as string,
  ])
})

test('two groups that contradict each other are refused, unless the host itself decides', () => {
  const groups = (more: string) => `  groups:
    a: { hosts: [w1, w2], labels: { rack: one, same: x }, taints: ['a=1:NoSchedule'], ssh: { become: { method: sudo } } }
    b: { hosts: [w2, w1], labels: { rack: two, same: x }, taints: [{ key: a, value: '2', effect: NoSchedule }], ssh: { become: { method: none } }${more} }
`
  expect(problemsOf(`${groups('')}${hosts}`)).toEqual([
    'cluster.yaml:8:43 spec.groups.b.labels.rack: contradicts group a for w2\n    say it of the host itself, or take the host out of one of the groups',
    'cluster.yaml:8:68 spec.groups.b.taints.0: contradicts group a for w2\n    say it of the host itself, or take the host out of one of the groups',
    'cluster.yaml:8:138 spec.groups.b.ssh.become.method: contradicts group a for w1, w2\n    say it of the host itself, or take the host out of one of the groups',
  ])
  const said = `labels: { rack: me }, taints: ['a=me:NoSchedule'], ssh: { become: { method: sudo } }`
  expect(
    problemsOf(
      `${groups('')}${hosts.replace('ssh: { port: 2222 }', 'ssh: { become: { method: sudo } }').replace('role: worker }', `role: worker, ${said} }`)}`,
    ),
  ).toEqual([])
})

test('the same taint written in two ways is no contradiction', () => {
  const groups = `  groups: { a: { hosts: [w2], taints: ['k:NoSchedule'] }, b: { hosts: [w2], taints: [{ key: k, effect: NoSchedule }] } }\n`
  expect(hostsOf(`${groups}${hosts}`)['w2']?.taints).toEqual([{ key: 'k', value: '', effect: 'NoSchedule' }])
})

test('what is checked of hosts is checked of groups', () => {
  expect(
    problemsOf(`  groups:
    local: { hosts: [w1, w2], ssh: { transport: local } }
    lb: { hosts: [cp1], labels: { node.kubernetes.io/exclude-from-external-load-balancers: '' }, taints: ['k:NoSchedule', 'k=a:NoSchedule'] }
${hosts}`),
  ).toEqual([
    expect.stringContaining('is set by kubeadm on control planes') as string,
    expect.stringContaining('a taint k with effect NoSchedule is already spec.groups.lb.taints.0') as string,
    expect.stringContaining('both would be this machine') as string,
  ])
})
