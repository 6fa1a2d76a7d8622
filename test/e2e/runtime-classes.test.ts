import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { createLab, type Lab } from '../lab/lab.ts'
import { clusterFolder, writeCluster } from './cluster-file.ts'
import { changes, nodeprep } from './nodeprep.ts'

let lab: Lab
let cwd: string

const kubectl = async (args: string, input = '') =>
  (await lab.exec('cp1', `kubectl --kubeconfig /etc/kubernetes/admin.conf ${args}`, input)).stdout

/** The quickstart's cluster.yaml on containerd, with two handlers. */
const withHandlers =
  (more = '') =>
  (text: string) =>
    text
      .replace(
        'kind: cri-o }',
        `kind: containerd, handlers: [runc, { name: crun, runtimeClass: small-and-fast }]${more} }`,
      )
      .replace('  smokeTest: nginx\n', '')

beforeAll(async () => {
  lab = await createLab({
    id: `classes-${process.pid}`,
    hosts: [{ name: 'cp1', kind: 'debian12' }],
    artifacts: await ensureArtifacts(),
  })
  cwd = await clusterFolder(lab, ['cp1'], withHandlers())
})
afterAll(() => lab.down())

const pod = (name: string, runtimeClass?: string) => `---
apiVersion: v1
kind: Pod
metadata: { name: ${name} }
spec:
  ${runtimeClass === undefined ? '' : `runtimeClassName: ${runtimeClass}`}
  tolerations: [{ operator: Exists, effect: NoSchedule }]
  containers: [{ name: pause, image: "registry.lab:5000/google_containers/pause:3.2" }]
`

/**
 * The program that a pod's container was started by: what it keeps of the container itself, runc in state.json and crun in
 * status, and what the shim above the container was told to call.
 */
async function programOf(name: string): Promise<readonly [kept: string, called: string]> {
  await kubectl(`wait --for=condition=Ready pod/${name} --timeout=120s`)
  const id = await kubectl(`get pod ${name} -o 'jsonpath={.status.containerStatuses[0].containerID}'`)
  expect(id).toMatch(/^containerd:\/\/[0-9a-f]{64}$/)
  const bundle = `/run/containerd/io.containerd.runtime.v2.task/k8s.io/${id.slice(13)}`
  const look = `cd /run/containerd/runc/k8s.io/${id.slice(13)} && ls state.json status 2>/dev/null; cat ${bundle}/runtime`
  const [kept = '', called = ''] = (await lab.exec('cp1', look)).stdout.split('\n')
  return [kept, called]
}
const runc = ['state.json', '']
const crun = ['status', '/usr/bin/crun']

/** The tests of this file are one story: each goes on from the one before. */
describe('a cluster with two low-level runtimes', () => {
  it('comes up with a RuntimeClass for each', async () => {
    const { exitCode, stdout, stderr } = await nodeprep(lab, ['apply', 'cluster.yaml'], { cwd })
    expect([exitCode, stderr], stdout).toEqual([0, ''])
    const classes = `get runtimeclasses -o 'jsonpath={range .items[*]}{.metadata.name}={.handler} {end}'`
    expect(await kubectl(classes)).toBe('runc=runc small-and-fast=crun ')
  })

  it('is left alone by a second apply, and a plan has nothing to say', async () => {
    const again = await nodeprep(lab, ['apply', 'cluster.yaml', '--output', 'json'], { cwd })
    expect([again.exitCode, changes(again.events)]).toEqual([0, []])
    const plan = await nodeprep(lab, ['plan', 'cluster.yaml'], { cwd })
    expect(plan.exitCode, plan.stdout).toBe(0)
  })

  it('starts the containers of a pod by the program that its RuntimeClass says', async () => {
    await kubectl('apply -f -', pod('plain') + pod('by-runc', 'runc') + pod('by-crun', 'small-and-fast'))
    expect(await Promise.all(['plain', 'by-runc', 'by-crun'].map(programOf))).toEqual([runc, runc, crun])
  })

  it('gives pods without a class another one when that is to be the default', async () => {
    await writeCluster(lab, cwd, ['cp1'], withHandlers(', defaultHandler: crun'))
    const { exitCode, events, stdout } = await nodeprep(lab, ['apply', 'cluster.yaml', '--output', 'json'], { cwd })
    expect([exitCode, changes(events)], stdout).toEqual([
      0,
      ['cp1 containerd-config changed', 'cp1 containerd changed'],
    ])
    await kubectl('apply -f -', pod('plain-now'))
    expect(await Promise.all(['plain', 'plain-now'].map(programOf))).toEqual([runc, crun])
  })

  it('is verified, with pods that leave nothing behind', async () => {
    const verified = await nodeprep(lab, ['verify', 'cluster.yaml'], { cwd })
    expect([verified.exitCode, verified.stderr], verified.stdout).toEqual([0, ''])
    const smoke = await nodeprep(lab, ['verify', 'cluster.yaml', '--smoke'], { cwd })
    expect([smoke.exitCode, smoke.stderr], smoke.stdout).toEqual([0, ''])
    expect(await kubectl('get namespaces -o name')).not.toContain('nodeprep-verify')
  })

  it('is found wrong when a RuntimeClass is gone', async () => {
    await kubectl('delete runtimeclass small-and-fast')
    const { exitCode, stdout } = await nodeprep(lab, ['verify', 'cluster.yaml'], { cwd })
    expect(exitCode, stdout).toBe(1)
    expect(stdout).toMatch(/RuntimeClasses are there: .*\n(.*\n)*.*wanted: runc=runc small-and-fast=crun/)
  })
})
