import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { createLab, type Lab } from '../lab/lab.ts'
import { leadNames } from './api-name.ts'
import { clusterFolder } from './cluster-file.ts'
import { startRun } from './interrupted-run.ts'
import { changes, nodeprep } from './nodeprep.ts'

const all = ['cp1', 'cp2', 'cp3', 'w1']
let lab: Lab
let cwd: string

// A name in front of the API servers, so that the first control plane can go.
const edit = (text: string): string =>
  text.replace('version: 1.20.2, ', '$&controlPlaneEndpoint: "api.lab.test:6443", ').replace('  smokeTest: nginx\n', '')
const run = (...args: string[]) => nodeprep(lab, args, { cwd })
const apply = () => run('apply', 'cluster.yaml', '--output', 'json')
const kubectl = async (args: string) =>
  (await lab.exec('cp2', `kubectl --kubeconfig /etc/kubernetes/admin.conf ${args}`)).stdout.trim()
const ready = () =>
  kubectl(
    `get nodes -o 'jsonpath={range .items[*]}{.metadata.name}={.status.conditions[?(@.type=="Ready")].status} {end}'`,
  )
const uid = (node: string) => kubectl(`get node ${node} -o 'jsonpath={.metadata.uid}'`)
const lead = (to: string) => leadNames(lab, all, to)
async function inOrder(): Promise<void> {
  expect(await ready()).toBe(all.map((name) => `${name}=True`).join(' '))
  const again = await apply()
  expect([again.exitCode, changes(again.events)], again.stdout).toEqual([0, []])
  const verified = await run('verify', 'cluster.yaml')
  expect(verified.exitCode, verified.stdout).toBe(0)
}

beforeAll(async () => {
  const hosts = all.map((name) => ({ name, kind: 'debian12' }) as const)
  lab = await createLab({ id: `replace-${process.pid}`, hosts, artifacts: await ensureArtifacts() })
  cwd = await clusterFolder(lab, all, edit)
  await lead('cp1')
  const { exitCode, stdout } = await apply()
  expect(exitCode, stdout).toBe(0)
})
afterAll(() => lab.down())

/** The tests of this file are one story: another machine has the name and the address of a host. */
describe('a machine that was replaced', () => {
  it('is a worker: it joins while its former node still counts as Ready', async () => {
    const former = await uid('w1')
    await lab.reset('w1')
    await lead('cp1')
    expect(await ready()).toContain('w1=True')
    const plan = await run('plan', 'cluster.yaml')
    expect(plan.exitCode, plan.stdout).toBe(4)
    expect(plan.stdout).toContain('- node w1')
    expect(await uid('w1')).toBe(former)
    const { exitCode, stdout } = await apply()
    expect(exitCode, stdout).toBe(0)
    expect(stdout).toContain('w1 was reinstalled: removing its former node')
    expect(await uid('w1')).not.toBe(former)
    await inOrder()
  })

  it('is the control plane that ran kubeadm init: another one leads, also in runs that were killed', async () => {
    const former = await uid('cp1')
    await lab.reset('cp1')
    await lead('cp2')
    for (const word of ['removing its former node and its former member', 'kubeadm join']) {
      const killed = startRun(lab, ['apply', 'cluster.yaml', '--output', 'json'], cwd)
      await killed.says(word, 6)
      killed.kill()
      await killed.exitCode
    }
    const { exitCode, stdout } = await apply()
    expect(exitCode, stdout).toBe(0)
    expect(await uid('cp1')).not.toBe(former)
    await inOrder()
  })
})
