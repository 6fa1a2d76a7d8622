import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { createLab, type Lab } from '../lab/lab.ts'
import { clusterFolder, writeCluster } from './cluster-file.ts'
import { hostFiles } from './host-files.ts'
import { changes, nodeprep } from './nodeprep.ts'

const three = ['cp1', 'w1', 'w2']
let lab: Lab
let cwd: string

const kubectl = (args: string) => lab.exec('cp1', `kubectl --kubeconfig /etc/kubernetes/admin.conf ${args}`)

beforeAll(async () => {
  lab = await createLab({
    id: `e2e-${process.pid}`,
    hosts: [
      { name: 'cp1', kind: 'debian12' },
      { name: 'w1', kind: 'debian12' },
      { name: 'w2', kind: 'centos' },
    ],
    artifacts: await ensureArtifacts(),
  })
  cwd = await clusterFolder(lab, three)
})
afterAll(() => lab.down())

/** The tests of this file are one story: each goes on from the one before. */
describe('a cluster from bare hosts', () => {
  it('is planned without changing one byte on any host', async () => {
    const before = await Promise.all(three.map((host) => hostFiles(lab, host)))
    const { exitCode, stderr, stdout } = await nodeprep(lab, ['plan', 'cluster.yaml'], { cwd })
    expect([exitCode, stderr]).toEqual([4, ''])
    expect(stdout).toContain('+pause_image = "registry.lab:5000/google_containers/pause:3.2"')
    expect(await Promise.all(three.map((host) => hostFiles(lab, host)))).toEqual(before)
  })

  it('comes up: every node is Ready with the wanted kubelet on CRI-O', async () => {
    const { exitCode, stdout, stderr } = await nodeprep(lab, ['apply', 'cluster.yaml'], { cwd })
    expect([exitCode, stderr], stdout).toEqual([0, ''])
    const { stdout: nodes } = await kubectl(
      `get nodes -o 'jsonpath={range .items[*]}{.metadata.name} {.status.nodeInfo.kubeletVersion} {.status.nodeInfo.containerRuntimeVersion} {.status.conditions[?(@.type=="Ready")].status}{"\\n"}{end}'`,
    )
    expect(nodes.trim().split('\n')).toEqual(three.map((name) => `${name} v1.20.2 cri-o://1.20.9 True`))
  })

  it('is left alone by a second apply, and a plan has nothing to say', async () => {
    const again = await nodeprep(lab, ['apply', 'cluster.yaml', '--output', 'json'], { cwd })
    expect([again.exitCode, changes(again.events)]).toEqual([0, []])
    const plan = await nodeprep(lab, ['plan', 'cluster.yaml'], { cwd })
    expect(plan.exitCode, plan.stdout).toBe(0)
  })

  it('grows by one worker while the others stay as they are and get no token', async () => {
    await lab.addHost({ name: 'w3', kind: 'debian11' })
    await writeCluster(lab, cwd, [...three, 'w3'])
    const tokens = () =>
      kubectl('-n kube-system get secrets -o name --field-selector type=bootstrap.kubernetes.io/token')
    const { stdout: before } = await tokens()
    const { exitCode, events, stdout } = await nodeprep(lab, ['apply', 'cluster.yaml', '--output', 'json'], { cwd })
    expect(exitCode, stdout).toBe(0)
    expect(changes(events).filter((change) => !change.startsWith('w3 '))).toEqual([])
    const { stdout: after } = await tokens()
    expect(after.split('\n').length - before.split('\n').length).toBe(1)
    const { stdout: ready } = await kubectl('wait --for=condition=Ready node/w3 --timeout=1s')
    expect(ready.trim()).toBe('node/w3 condition met')
    const again = await nodeprep(lab, ['apply', 'cluster.yaml', '--output', 'json'], { cwd })
    expect([again.exitCode, changes(again.events)]).toEqual([0, []])
    expect((await tokens()).stdout).toBe(after)
  })

  it('serves: a Deployment of two replicas answers over its Service from another node', async () => {
    await kubectl('create deployment web --image=registry.lab:5000/library/nginx:latest --replicas=2')
    await kubectl('expose deployment web --port=80')
    await kubectl('rollout status deployment web --timeout=120s')
    const { stdout: pods } = await kubectl(`get pods -l app=web -o 'jsonpath={.items[*].spec.nodeName}'`)
    const other = [...three, 'w3'].find((host) => !pods.split(' ').includes(host)) ?? 'cp1'
    const { stdout: address } = await kubectl(`get service web -o 'jsonpath={.spec.clusterIP}'`)
    for (let i = 0; i < 4; i += 1) {
      const page = await lab.exec(
        other,
        `bash -c "exec 3<>/dev/tcp/${address}/80; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3"`,
      )
      expect(page.stdout).toContain('200 OK')
    }
  })
})
