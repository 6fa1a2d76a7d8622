import { beforeAll, describe, expect, it } from 'vitest'
import { useLab } from '../lab/fixture.ts'
import { clusterFolder, writeCluster } from './cluster-file.ts'
import { changes, nodeprep } from './nodeprep.ts'

const labOf = useLab({ hosts: [{ name: 'cp1', kind: 'debian12' }], artifacts: true })
let cwd: string

const alone = (text: string): string => text.replace(/^ {2}smokeTest: .*\n/m, '')
/** The quickstart's cluster with more of kubeadm's own configuration. kubeadm waits four minutes by default. */
const configured = (lines: string) => (text: string) => `${alone(text)}---
apiVersion: kubeadm.k8s.io/v1beta2
kind: ClusterConfiguration
apiServer:
  timeoutForControlPlane: 30s
${lines}`

/** The last line of what kubeadm's failed step printed. */
async function causeOf(lines: string): Promise<string | undefined> {
  await writeCluster(labOf(), cwd, ['cp1'], configured(lines))
  const { exitCode, events, stdout, stderr } = await nodeprep(labOf(), ['apply', 'cluster.yaml', '--output', 'json'], {
    cwd,
  })
  expect([exitCode, changes(events).filter((change) => change.endsWith(' failed'))], stdout + stderr).toEqual([
    1,
    ['cp1 kubeadm-init failed'],
  ])
  const failed = events.find((event) => event.type === 'step-ended' && event.outcome === 'failed')
  return failed?.type === 'step-ended' ? failed.output?.split('\n').at(-1) : undefined
}

beforeAll(async () => {
  cwd = await clusterFolder(labOf(), ['cp1'], alone)
})

/** One story: each test goes on from the one before. kubeadm, kubelet and the static pods are real. */
describe('a failed kubeadm init', () => {
  it('of an etcd that exits at once ends with what etcd said, not with the API server that cannot reach it', async () => {
    expect(await causeOf('etcd: { local: { extraArgs: { heartbeat-interval: soon } } }\n')).toBe(
      'first cause found: container etcd exited with code 2: invalid value "soon" for flag -heartbeat-interval: parse error',
    )
  })

  it('of an API server that exits at once ends with what the API server said', async () => {
    expect(await causeOf('  extraArgs: { runtime-config: nothing=perhaps }\n')).toBe(
      'first cause found: container kube-apiserver exited with code 1: Error: runtime-config invalid key nothing',
    )
  })

  it('is made up for by the next apply, once its cause is gone', async () => {
    await writeCluster(labOf(), cwd, ['cp1'], alone)
    const { exitCode, stdout, stderr } = await nodeprep(labOf(), ['apply', 'cluster.yaml'], { cwd })
    expect([exitCode, stderr], stdout).toEqual([0, ''])
    const again = await nodeprep(labOf(), ['plan', 'cluster.yaml'], { cwd })
    expect(again.exitCode, again.stdout).toBe(0)
  })
})
