import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownOperationText } from '../docs/own-operation.ts'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { bootsAgain } from '../lab/boots-again.ts'
import { createLab, type Lab } from '../lab/lab.ts'
import { clusterFolder } from './cluster-file.ts'
import { changes, nodeprep } from './nodeprep.ts'
import { deployWeb, killAt, whileAsking } from './web-service.ts'

const three = ['cp1', 'w1', 'w2']
let lab: Lab
let cwd: string
let watched: readonly (() => Promise<number>)[] = []

const operation = (name: string, ...args: string[]) =>
  nodeprep(lab, ['operation', 'run', name, 'cluster.yaml', '--playbooks', 'books', '--output', 'json', ...args], {
    cwd,
  })
const reboot = (...args: string[]) => operation('reboot-nodes', ...args)
const nodes = async () =>
  (await lab.exec('cp1', `kubectl get nodes -o 'jsonpath={.items[*].metadata.name}'`)).stdout.trim()
const boots = (hosts: readonly string[] = three) =>
  Promise.all(hosts.map(async (host) => (await lab.exec(host, 'cat /proc/sys/kernel/random/boot_id')).stdout))
const cordoned = async () =>
  (await lab.exec('cp1', `kubectl get nodes -o 'jsonpath={.items[?(@.spec.unschedulable==true)].metadata.name}'`))
    .stdout

beforeAll(async () => {
  lab = await createLab({
    id: `reboot-nodes-${process.pid}`,
    hosts: three.map((name) => ({ name, kind: 'debian12' })),
    artifacts: await ensureArtifacts(),
  })
  cwd = await clusterFolder(lab, three)
  await mkdir(join(cwd, 'books'))
  for (const name of ['reboot-nodes', 'forget-nodes'] as const)
    await writeFile(join(cwd, `books/${name}.yaml`), ownOperationText(name))
  const { exitCode, stdout } = await nodeprep(lab, ['apply', 'cluster.yaml'], { cwd })
  expect(exitCode, stdout).toBe(0)
  await deployWeb(lab)
  watched = three.map((host) => bootsAgain(lab, host))
})
afterAll(async () => {
  await Promise.all(watched.map((stop) => stop()))
  await lab.down()
})

/** The tests of this file are one story. */
describe('reboot-nodes and forget-nodes of docs/own-playbooks.md', () => {
  it('is planned without changing anything', async () => {
    const before = await boots()
    const { exitCode, events, stdout } = await reboot('--set', 'round=1', '--plan')
    expect(exitCode, stdout).toBe(4)
    expect(changes(events)).toContain('w2 rebooted would-change')
    expect([await boots(), await cordoned()]).toEqual([before, ''])
  })

  it('reboots a worker and the control plane that leads, through a kill, while the Service answers on the other worker', async () => {
    const before = await boots()
    const some = ['--set', 'round=1', '--yes', '--limit', 'w1,cp1']
    const { asked, failed } = await whileAsking(lab, 'w2', async () => {
      const [killed, run] = await Promise.all([killAt(lab, 'cp1', 'node-in-w1'), reboot(...some)])
      expect([killed.code, run.exitCode], run.stdout).toEqual([0, 1])
      expect(await cordoned()).toBe('w1')
      const again = await reboot(...some)
      expect(again.exitCode, again.stdout).toBe(0)
    })
    expect(failed).toBe('')
    expect(asked).toBeGreaterThan(50)
    expect((await boots()).map((boot, i) => boot !== before[i])).toEqual([true, true, false])
    expect(await cordoned()).toBe('')
  })

  it('goes on with the nodes that have not had the round yet, and then has nothing to do', async () => {
    const before = await boots()
    const all = ['--set', 'round=1', '--yes']
    const { failed } = await whileAsking(lab, 'w1', async () => {
      const { exitCode, stdout } = await reboot(...all)
      expect(exitCode, stdout).toBe(0)
    })
    expect(failed).toBe('')
    expect((await boots()).map((boot, i) => boot !== before[i])).toEqual([false, false, true])
    const again = await reboot(...all)
    expect([again.exitCode, changes(again.events)]).toEqual([0, []])
    expect((await reboot('--set', 'round=1', '--plan')).exitCode).toBe(0)
  })

  it('takes a dead node, and one that cluster.yaml does not have, out of the cluster, and reboots the others without them', async () => {
    await watched[2]?.()
    await lab.powerOff('w2')
    const stranger = '{"apiVersion":"v1","kind":"Node","metadata":{"name":"w9"}}'
    await lab.exec('cp1', `echo '${stranger}' | kubectl create -f -`)
    const held = await operation('forget-nodes', '--yes')
    expect(held.exitCode, held.stdout).not.toBe(0)
    expect(await nodes()).toBe('cp1 w1 w2 w9')
    const plan = await operation('forget-nodes', '--dead', 'w2,w9', '--plan')
    expect([plan.exitCode, changes(plan.events)]).toEqual([
      4,
      ['cp1 forgotten-w2 would-change', 'cp1 forgotten-w9 would-change'],
    ])
    const { exitCode, stdout } = await operation('forget-nodes', '--dead', 'w2,w9', '--yes')
    expect(exitCode, stdout).toBe(0)
    expect(await nodes()).toBe('cp1 w1')
    const again = await operation('forget-nodes', '--dead', 'w2,w9', '--yes')
    expect([again.exitCode, changes(again.events)]).toEqual([0, []])
    // Its PodDisruptionBudget keeps pods on the one worker that is left.
    await lab.exec('cp1', 'kubectl delete deployment,poddisruptionbudget --all')
    const before = await boots(['cp1', 'w1'])
    const rest = await reboot('--set', 'round=2', '--yes', '--dead', 'w2')
    expect(rest.exitCode, rest.stdout).toBe(0)
    expect((await boots(['cp1', 'w1'])).map((boot, i) => boot !== before[i])).toEqual([true, true])
  })
})
