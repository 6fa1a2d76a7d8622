import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { createLab, type Lab } from '../lab/lab.ts'
import { leadNames } from './api-name.ts'
import { clusterFolder, writeCluster } from './cluster-file.ts'
import { startRun } from './interrupted-run.ts'
import { changes, nodeprep } from './nodeprep.ts'

let lab: Lab
let cwd: string
let hosts = ['cp1', 'w1']

const bare = (text: string): string => text.replace('  smokeTest: nginx\n', '')
const named =
  (name: string) =>
  (text: string): string =>
    bare(text).replace('version: 1.20.2, ', `$&controlPlaneEndpoint: "${name}", `)
const run = (...args: string[]) => nodeprep(lab, args, { cwd })
const apply = () => run('apply', 'cluster.yaml', '--output', 'json')
const kubectl = async (args: string) =>
  (await lab.exec('cp1', `kubectl --kubeconfig /etc/kubernetes/admin.conf ${args}`)).stdout.trim()
const servers = async (host: string) =>
  (await lab.exec(host, "cd /etc/kubernetes; sed -n 's/^ *server: //p' kubelet.conf admin.conf 2>/dev/null")).stdout
    .trim()
    .split('\n')
const lead = (to: string) => leadNames(lab, hosts, to)
async function inOrder(name: string): Promise<void> {
  const again = await apply()
  expect([again.exitCode, changes(again.events)], again.stdout).toEqual([0, []])
  expect((await run('plan', 'cluster.yaml')).exitCode).toBe(0)
  for (const host of hosts)
    expect(new Set([...(await servers(host)), `https://${lab.host(host).address}:6443`])).toEqual(
      new Set([`https://${name}:6443`, `https://${lab.host(host).address}:6443`]),
    )
  const copies = [
    `-n kube-public get configmap cluster-info -o 'jsonpath={.data.kubeconfig}'`,
    `-n kube-system get configmap kube-proxy -o 'jsonpath={.data.kubeconfig\\.conf}'`,
    `-n kube-system get configmap kubeadm-config -o 'jsonpath={.data.ClusterConfiguration}'`,
  ]
  for (const copy of copies) expect(await kubectl(copy)).toContain(name)
  // What the API server shows to whoever comes by that name, and what a pod of kube-proxy came by.
  const worker = `curl -s --cacert /etc/kubernetes/pki/ca.crt https://${name}:6443/healthz`
  expect((await lab.exec('w1', worker)).stdout).toBe('ok')
}

beforeAll(async () => {
  lab = await createLab({
    id: `endpoint-${process.pid}`,
    hosts: hosts.map((name) => ({ name, kind: 'debian12' })),
    artifacts: await ensureArtifacts(),
  })
  cwd = await clusterFolder(lab, hosts, bare)
  await lead('cp1')
  const { exitCode, stdout } = await apply()
  expect(exitCode, stdout).toBe(0)
})
afterAll(() => lab.down())

/** The tests of this file are one story. */
describe('a cluster without an endpoint', () => {
  it('is not led to a name that nobody answers by', async () => {
    await writeCluster(lab, cwd, hosts, named('nowhere.lab.test:6443'))
    const before = await Promise.all(hosts.map(servers))
    const { exitCode, stdout } = await apply()
    expect(exitCode, stdout).toBe(1)
    expect(stdout).toContain('nowhere.lab.test:6443 does not lead from cp1 to an API server of this cluster')
    expect(await Promise.all(hosts.map(servers))).toEqual(before)
  })

  it('gets one, on every node and in what the cluster itself keeps', async () => {
    await writeCluster(lab, cwd, hosts, named('api.lab.test:6443'))
    const plan = await run('plan', 'cluster.yaml')
    expect(plan.exitCode, plan.stdout).toBe(4)
    expect(plan.stdout).toContain('+ controlPlaneEndpoint: api.lab.test:6443')
    const { exitCode, stdout } = await apply()
    expect(exitCode, stdout).toBe(0)
    await inOrder('api.lab.test')
  })

  it('can have a second control plane then, which joins by it', async () => {
    await lab.addHost({ name: 'cp2', kind: 'debian12' })
    hosts = ['cp1', 'cp2', 'w1']
    await lead('cp1')
    await writeCluster(lab, cwd, hosts, named('api.lab.test:6443'))
    const { exitCode, stdout } = await apply()
    expect(exitCode, stdout).toBe(0)
    await inOrder('api.lab.test')
  })

  it('gets another one, also through runs that were killed, when the name leads to the other control plane', async () => {
    await writeCluster(lab, cwd, hosts, named('api2.lab.test:6443'))
    await lead('cp2')
    for (const word of ['"roll-certificate"', '"roll-endpoint"']) {
      const killed = startRun(lab, ['apply', 'cluster.yaml', '--output', 'json'], cwd)
      // An API server of 1.20 takes a minute to see its new certificate.
      await killed.says(`"host":"cp2","step":${word}`, 6)
      killed.kill()
      await killed.exitCode
    }
    const { exitCode, stdout } = await apply()
    expect(exitCode, stdout).toBe(0)
    await inOrder('api2.lab.test')
  })

  it('does not lose it again', async () => {
    await writeCluster(lab, cwd, ['cp1', 'w1'], bare)
    const { exitCode, stdout } = await apply()
    expect(exitCode, stdout).toBe(1)
    expect(stdout).toContain("the cluster's endpoint is api2.lab.test:6443")
  })
})
