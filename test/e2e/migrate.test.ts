import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { createLab, type Lab } from '../lab/lab.ts'
import { clusterFolder, writeCluster } from './cluster-file.ts'
import { changes, nodeprep } from './nodeprep.ts'
import { deployWeb, killAt, whileAsking } from './web-service.ts'

const three = ['cp1', 'w1', 'w2']
const kind = (name: string) => (text: string) => text.replace('kind: cri-o', `kind: ${name}`)
let lab: Lab
let cwd: string

const kubectl = (args: string) => lab.exec('cp1', `kubectl --kubeconfig /etc/kubernetes/admin.conf ${args}`)
const migrate = (...args: string[]) =>
  nodeprep(lab, ['migrate-runtime', 'cluster.yaml', '--yes', '--output', 'json', ...args], { cwd })

/** What every node says of itself: Ready, its runtime, whether it takes pods. */
async function nodes(): Promise<readonly string[]> {
  const { stdout } = await kubectl(
    `get nodes -o 'jsonpath={range .items[*]}{.metadata.name} {.status.conditions[?(@.type=="Ready")].status} {.status.nodeInfo.containerRuntimeVersion} {.spec.unschedulable}{"\\n"}{end}'`,
  )
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().replace(/(containerd:\/\/1\.6).*/, '$1'))
}

beforeAll(async () => {
  lab = await createLab({
    id: `migrate-${process.pid}`,
    hosts: three.map((name) => ({ name, kind: 'debian12' })),
    artifacts: await ensureArtifacts(),
  })
  cwd = await clusterFolder(lab, three, kind('containerd'))
  const { exitCode, stdout } = await nodeprep(lab, ['apply', 'cluster.yaml'], { cwd })
  expect(exitCode, stdout).toBe(0)
  await deployWeb(lab)
})
afterAll(() => lab.down())

/** The tests of this file are one story: each goes on from the one before. */
describe('live nodes on containerd', () => {
  it('are planned to move without being changed, and only one of them when only one is named', async () => {
    const plan = await migrate('--to', 'cri-o', '--plan', '--limit', 'w1')
    expect(plan.exitCode, plan.stdout).toBe(4)
    expect(changes(plan.events)).toContain('cp1 node-out-w1 would-change')
    expect(changes(plan.events)).toContain('w1 migrate-stopped would-change')
    expect((await nodes()).join()).toBe('cp1 True containerd://1.6,w1 True containerd://1.6,w2 True containerd://1.6')
  })

  it('move to CRI-O through three kills; the Service answers on the other node throughout', async () => {
    const points = [
      ['cp1', 'node-out-w1'],
      ['w1', 'migrate-stopped'],
      ['w1', 'migrate-pointed'],
    ] as const
    const { asked, failed } = await whileAsking(lab, 'w2', async () => {
      for (const [host, step] of points) {
        const [killed, run] = await Promise.all([killAt(lab, host, step), migrate('--to', 'cri-o', '--limit', 'w1')])
        expect([killed.code, run.exitCode], `${step}: ${run.stdout}`).toEqual([0, 1])
      }
      const last = await migrate('--to', 'cri-o', '--limit', 'w1')
      expect(last.exitCode, last.stdout).toBe(0)
    })
    expect(failed).toBe('')
    expect(asked).toBeGreaterThan(50)
    expect((await nodes())[1]).toBe('w1 True cri-o://1.20.9')
    expect(changes((await migrate('--to', 'cri-o', '--limit', 'w1')).events)).toEqual([])
  })

  it('that were cordoned by somebody stay so; a control plane moves, and apply wants cluster.yaml to say so', async () => {
    await kubectl('cordon w2')
    const { exitCode, stdout } = await migrate('--to', 'cri-o')
    expect(exitCode, stdout).toBe(0)
    expect((await nodes()).join()).toBe('cp1 True cri-o://1.20.9,w1 True cri-o://1.20.9,w2 True cri-o://1.20.9 true')
    await kubectl('uncordon w2')
    const refused = await nodeprep(lab, ['apply', 'cluster.yaml'], { cwd })
    expect(refused.exitCode).toBe(1)
    expect(refused.stdout).toContain('nodeprep migrate-runtime cluster.yaml --to containerd')
    await writeCluster(lab, cwd, three, kind('cri-o'))
    const again = await nodeprep(lab, ['apply', 'cluster.yaml', '--output', 'json'], { cwd })
    expect([again.exitCode, changes(again.events)], again.stdout).toEqual([0, []])
  })

  it('go back to where they came from, also when that is cut off; the Service answers throughout', async () => {
    await kubectl('rollout restart deployment web')
    await kubectl('rollout status deployment web --timeout=120s')
    const { asked, failed } = await whileAsking(lab, 'w1', async () => {
      const back = ['--rollback', '--limit', 'w2'] as const
      const [killed, run] = await Promise.all([killAt(lab, 'w2', 'rollback-files'), migrate(...back)])
      expect([killed.code, run.exitCode], run.stdout).toEqual([0, 1])
      const again = await migrate(...back)
      expect(again.exitCode, again.stdout).toBe(0)
    })
    expect(failed).toBe('')
    expect(asked).toBeGreaterThan(10)
    expect((await nodes())[2]).toBe('w2 True containerd://1.6')
    const rest = await migrate('--rollback')
    expect(rest.exitCode, rest.stdout).toBe(0)
    expect((await nodes()).join()).toBe('cp1 True containerd://1.6,w1 True containerd://1.6,w2 True containerd://1.6')
    const nothing = await migrate('--rollback')
    expect([nothing.exitCode, nothing.stderr]).toMatchObject([2, expect.stringContaining('nothing to roll back')])
  })
})
