import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadCluster } from '../../src/config/load.ts'
import { earlyChecks } from '../../src/preflight/early-checks.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { planHosts } from '../../src/plan/plan-hosts.ts'
import { loadPlaybook } from '../../src/playbook/loading/load.ts'
import { loadTemplates } from '../../src/playbook/loading/load-templates.ts'
import { factsOf, notJoined, type System } from '../kubernetes/fixtures.ts'

const root = new URL('../../', import.meta.url)
const examples = new URL('docs/examples/', root)
const playbook = loadPlaybook('cluster', [new URL('playbooks', root).pathname])
const templates = loadTemplates(playbook, [new URL('templates', root).pathname])

/** What each example is run on. */
const systems: Readonly<Record<string, System>> = {
  'add-worker': 'debian-12',
  'aliyun-mirror': 'ubuntu-24.04',
  'centos7-legacy': 'centos-7',
  quickstart: 'debian-12',
}

function planExample(name: string, system: System): Plan {
  const cluster = loadCluster(new URL(`${name}/cluster.yaml`, examples).pathname)
  const hosts = cluster.hosts.map((host) => ({
    host,
    facts: factsOf(system, {
      hostname: host.name,
      machineId: host.name,
      productUuid: host.name,
      address: host.address,
    }),
  }))
  expect(earlyChecks(cluster, hosts)).toEqual([])
  return planHosts({ cluster, playbook, templates, hosts })
}

const paramsOf = ({ hosts }: Plan, host: string, id: string): unknown =>
  hosts.find((one) => one.host === host)?.steps.find((step) => step.id === id && !step.skipped)?.params

test('every example is known here', () => {
  expect(readdirSync(examples).toSorted()).toEqual(Object.keys(systems))
})

test.each(Object.entries(systems))('docs/examples/%s is valid and can be planned on %s', (name, system) => {
  const { hosts } = planExample(name, system)
  expect(hosts.length).toBeGreaterThan(1)
  for (const { steps } of hosts) expect(steps.filter(({ skipped }) => !skipped).length).toBeGreaterThan(10)
})

test('centos7-legacy is the procedure word for word', () => {
  const plan = planExample('centos7-legacy', 'centos-7')
  const pause = 'registry.aliyuncs.com/google_containers/pause:3.1'
  for (const host of ['cp1', 'w1']) {
    expect(paramsOf(plan, host, 'cri-o-repository')).toMatchObject({
      url: 'https://cbs.centos.org/repos/paas7-crio-311-candidate/x86_64/os/',
      gpgCheck: false,
    })
    expect(paramsOf(plan, host, 'cri-o-packages')).toHaveProperty('packages', expect.arrayContaining(['cri-o=1.11']))
    expect(paramsOf(plan, host, 'cri-o-arguments')).toHaveProperty('content', expect.stringContaining(pause))
    expect(paramsOf(plan, host, 'kubernetes-packages')).toHaveProperty(
      'packages',
      expect.arrayContaining(['kubelet=1.15.1', 'kubeadm=1.15.1', 'kubectl=1.15.1']),
    )
    expect(paramsOf(plan, host, 'kubelet-cgroup-args')).toMatchObject({
      path: '/etc/systemd/system/kubelet.service.d/20-nodeprep.conf',
      content: expect.stringContaining('KUBELET_CGROUP_ARGS=--cgroup-driver=systemd') as unknown,
    })
  }
  const init = (paramsOf(plan, 'cp1', 'kubeadm-init-config') as { content: string }).content
  expect(init).toContain('apiVersion: kubeadm.k8s.io/v1beta2')
  expect(init).toContain('kubernetesVersion: v1.15.1')
  expect(init).toContain('imageRepository: registry.aliyuncs.com/google_containers')
  expect(init).toContain('podSubnet: 10.244.0.0/16')
  expect(paramsOf(plan, 'cp1', 'flannel-manifest')).toBeDefined()
  expect(paramsOf(plan, 'cp1', 'smoke-test')).toBeDefined()
  expect(paramsOf(plan, 'w1', 'kubeadm-join')).toBeDefined()
})

test('add-worker: a new host in a cluster that stands is the only one that joins, by one token', () => {
  const cluster = loadCluster(new URL('add-worker/cluster.yaml', examples).pathname)
  const hosts = cluster.hosts.map((host) => {
    const state = host.name === 'w3' ? ('none' as const) : host.role
    return {
      host,
      facts: factsOf('debian-12', {
        hostname: host.name,
        kubernetes: { ...notJoined, state },
      }),
    }
  })
  const plan = planHosts({ cluster, playbook, templates, hosts })
  const waiting = plan.hosts.filter(({ steps }) => steps.some(({ awaits }) => awaits.includes('join')))
  expect(waiting.map(({ host }) => host)).toEqual(['w3'])
  const minting = plan.hosts.flatMap(({ host, steps }) =>
    steps.filter(({ provides }) => provides.includes('join')).map(() => host),
  )
  expect(minting).toEqual(['cp1'])
})
