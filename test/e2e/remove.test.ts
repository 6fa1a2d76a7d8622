import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { createLab, type Lab } from '../lab/lab.ts'
import { clusterFolder, writeCluster } from './cluster-file.ts'
import { changes, nodeprep } from './nodeprep.ts'
import { killAt } from './web-service.ts'

const all = ['cp1', 'cp2', 'cp3', 'w1']
let lab: Lab
let cwd: string
/** What a bare host of the lab has of these folders. */
let bare: string

const edit = (text: string): string =>
  text.replace('version: 1.20.2, ', '$&controlPlaneEndpoint: "10.77.0.11:6443", ').replace('  smokeTest: nginx\n', '')
const run = (...args: string[]) => nodeprep(lab, args, { cwd })
const apply = () => run('apply', 'cluster.yaml', '--output', 'json')
const remove = (...args: string[]) => run('remove', 'cluster.yaml', '--yes', ...args)
const nodes = async () => {
  const { stdout } = await lab.exec('cp1', 'kubectl --kubeconfig /etc/kubernetes/admin.conf get nodes -o name')
  return stdout.trim().replaceAll('node/', '').split('\n')
}
const left = (host: string) =>
  lab.exec(host, 'ls -d /etc/kubernetes /var/lib/kubelet /var/lib/nodeprep /usr/bin/kubelet 2>/dev/null; :')

beforeAll(async () => {
  const hosts = all.map((name) => ({ name, kind: 'debian12' }) as const)
  lab = await createLab({ id: `remove-${process.pid}`, hosts, artifacts: await ensureArtifacts() })
  bare = (await left('w1')).stdout
  cwd = await clusterFolder(lab, all, edit)
  const { exitCode, stdout } = await apply()
  expect(exitCode, stdout).toBe(0)
})
afterAll(() => lab.down())

/** The tests of this file are one story. */
describe('a cluster of three control planes and a worker', () => {
  it('does not lose the control plane that its nodes reach the API server at', async () => {
    const { exitCode, stdout } = await remove('--limit', 'cp1')
    expect(exitCode, stdout).toBe(1)
    expect(stdout).toContain('10.77.0.11, which is cp1 itself')
    expect(await nodes()).toEqual(all)
  })

  it('loses another one: drained, out of etcd, reset and deleted, through four kills', async () => {
    const plan = await run('remove', 'cluster.yaml', '--limit', 'cp3', '--plan')
    expect(plan.exitCode, plan.stdout).toBe(4)
    expect(await nodes()).toEqual(all)
    const kills = [
      ['cp1', 'node-out-cp3'],
      ['cp1', 'remove-member-cp3'],
      ['cp3', 'reset-cluster'],
      ['cp3', 'reset-packages'],
    ] as const
    for (const [host, step] of kills) {
      const [killed, ended] = await Promise.all([killAt(lab, host, step), remove('--limit', 'cp3')])
      expect([killed.code, ended.exitCode], `${host} ${step}: ${ended.stdout}`).toEqual([0, 1])
    }
    const { exitCode, stdout } = await remove('--limit', 'cp3')
    expect(exitCode, stdout).toBe(0)
    expect(stdout).toContain('cp3: out of the cluster. Remove them from spec.hosts in cluster.yaml')
    expect(await nodes()).toEqual(['cp1', 'cp2', 'w1'])
    expect((await left('cp3')).stdout).toBe(bare)
    await writeCluster(lab, cwd, ['cp1', 'cp2', 'w1'], edit)
    const again = await apply()
    expect([again.exitCode, changes(again.events)], again.stdout).toEqual([0, []])
  })

  it('loses a dead worker, and does not trust it when it is back', async () => {
    await lab.powerOff('w1')
    const { exitCode, stdout } = await remove('--dead', 'w1')
    expect(exitCode, stdout).toBe(0)
    expect(await nodes()).toEqual(['cp1', 'cp2'])
    await lab.powerOn('w1')
    const refused = await apply()
    expect(refused.exitCode, refused.stdout).toBe(1)
    expect(refused.stdout).toContain('w1 was removed from the cluster while it did not answer')
  })

  it('takes it again once it was reset', async () => {
    const { exitCode, stdout } = await remove('--limit', 'w1')
    expect(exitCode, stdout).toBe(0)
    expect([await nodes(), (await left('w1')).stdout]).toEqual([['cp1', 'cp2'], bare])
    const again = await apply()
    expect(again.exitCode, again.stdout).toBe(0)
    expect(await nodes()).toEqual(['cp1', 'cp2', 'w1'])
  })
})
