import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { createLab, type Lab } from '../lab/lab.ts'
import { clusterFolder, writeCluster } from './cluster-file.ts'
import { changes, nodeprep } from './nodeprep.ts'
import { killAt } from './web-service.ts'

const two = ['cp1', 'w1']
const NOTE = 'it\'s "here": $(touch /tmp/pwned) `touch /tmp/pwned`\nand a second line'
const SET = 'nodeprep.dev/set'
let lab: Lab
let cwd: string

const run = (...args: string[]) => nodeprep(lab, args, { cwd })
const apply = (...more: string[]) => run('apply', 'cluster.yaml', '--output', 'json', ...more)
const plan = () => run('plan', 'cluster.yaml')

async function kubectl(args: string, input = ''): Promise<string> {
  const { code, stdout, stderr } = await lab.exec(
    'cp1',
    `kubectl --kubeconfig /etc/kubernetes/admin.conf ${args}`,
    input,
  )
  expect(code, `kubectl ${args}: ${stderr}`).toBe(0)
  return stdout
}

interface Taint {
  readonly key: string
  readonly value?: string
  readonly effect: string
}
interface NodeObject {
  readonly metadata: { labels: Record<string, string>; annotations: Record<string, string> }
  readonly spec: { taints?: readonly Taint[]; unschedulable?: boolean }
}
/** What the API server has of a node, taints as kubectl takes them. That of a node that has just become Ready may still be there. */
async function nodeOf(name: string) {
  const { metadata, spec } = JSON.parse(await kubectl(`get node ${name} -o json`)) as NodeObject
  const { labels, annotations } = metadata
  const lasting = (spec.taints ?? []).filter(({ key }) => key !== 'node.kubernetes.io/not-ready')
  const taints = lasting.map(({ key, value = '', effect }) => `${key}=${value}:${effect}`).sort()
  return { labels, annotations, taints, cordoned: spec.unschedulable === true }
}

/** The quickstart's cluster.yaml with these keys of its hosts, and without the pods of the smoke test, which taints would keep away. */
const withSettings =
  (w1: object = {}, cp1: object = {}) =>
  (text: string) => {
    const keys = (settings: object) =>
      Object.entries(settings).map(([key, value]) => `, ${key}: ${JSON.stringify(value)}`)
    return text
      .replace('  smokeTest: nginx\n', '')
      .replace(/name: w1, .*role: worker/, (host) => host + keys(w1).join(''))
      .replace(/name: cp1, .*role: control-plane/, (host) => host + keys(cp1).join(''))
  }
const write = (w1: object = {}, cp1: object = {}) => writeCluster(lab, cwd, two, withSettings(w1, cp1))

const first = {
  labels: { 'example.com/rack': 'r1', 'node-role.kubernetes.io/worker': '' },
  annotations: { 'example.com/note': NOTE },
  taints: ['example.com/dedicated=gpu:NoSchedule', { key: 'example.com/slow', effect: 'PreferNoSchedule' }],
}
const second = {
  labels: { 'example.com/rack': 'r2', theirs: 'ours' },
  taints: ['example.com/dedicated=fpga:NoSchedule'],
}

beforeAll(async () => {
  lab = await createLab({
    id: `settings-${process.pid}`,
    hosts: two.map((name) => ({ name, kind: 'debian12' })),
    artifacts: await ensureArtifacts(),
  })
  cwd = await clusterFolder(lab, two, withSettings(first, { labels: { 'example.com/rack': 'r0' } }))
})
afterAll(() => lab.down())

/** The tests of this file are one story: each goes on from the one before. */
describe('labels, annotations and taints of nodes', () => {
  it('are planned as changes before there is a cluster', async () => {
    const { exitCode, stdout } = await plan()
    expect(exitCode, stdout).toBe(4)
    expect(stdout).toContain('+ cp1: label example.com/rack=r0\n')
    expect(stdout).toContain('+ w1: label example.com/rack=r1\n')
    expect(stdout).toContain('+ w1: taint example.com/dedicated=gpu:NoSchedule\n')
  })

  it('are there after the first apply, values as they were written, beside what Kubernetes sets', async () => {
    const { exitCode, events, stdout } = await apply()
    expect(exitCode, stdout).toBe(0)
    expect(changes(events)).toContain('cp1 node-settings changed')
    const [cp1, w1] = await Promise.all(two.map(nodeOf))
    expect(w1?.labels).toMatchObject({ ...first.labels, 'kubernetes.io/hostname': 'w1' })
    expect(w1?.annotations).toMatchObject(first.annotations)
    expect(w1?.annotations).toHaveProperty(['kubeadm.alpha.kubernetes.io/cri-socket'])
    expect(w1?.taints).toEqual(['example.com/dedicated=gpu:NoSchedule', 'example.com/slow=:PreferNoSchedule'])
    expect(cp1?.labels).toMatchObject({ 'example.com/rack': 'r0', 'node-role.kubernetes.io/master': '' })
    expect(cp1?.taints).toEqual(['node-role.kubernetes.io/master=:NoSchedule'])
    for (const host of two) expect((await lab.exec(host, 'ls /tmp/pwned')).code, host).not.toBe(0)
  })

  it('are left alone by a second apply, a plan has nothing to say, and they are verified', async () => {
    const again = await apply()
    expect([again.exitCode, changes(again.events)], again.stdout).toEqual([0, []])
    const planned = await plan()
    expect(planned.exitCode, planned.stdout).toBe(0)
    const verified = await run('verify', 'cluster.yaml')
    expect(verified.exitCode, verified.stdout).toBe(0)
  })

  it('that another hand changed are named by plan and verify, and put right by apply; what it added stays', async () => {
    await kubectl('label --overwrite node w1 example.com/rack=r9 theirs=x')
    await kubectl('annotate node w1 example.com/note- theirs=y')
    await kubectl('taint node w1 example.com/dedicated:NoSchedule- theirs=z:PreferNoSchedule')
    const before = await nodeOf('w1')
    const planned = await plan()
    expect(planned.exitCode, planned.stdout).toBe(4)
    for (const line of [
      '- w1: label example.com/rack=r9',
      '+ w1: label example.com/rack=r1',
      `+ w1: annotation example.com/note=(${NOTE.length} bytes)`,
      '+ w1: taint example.com/dedicated=gpu:NoSchedule',
    ])
      expect(planned.stdout).toContain(`${line}\n`)
    expect(planned.stdout).not.toContain('theirs')
    const verified = await run('verify', 'cluster.yaml')
    expect(verified.exitCode, verified.stdout).toBe(1)
    expect(verified.stdout).toContain('- w1: label example.com/rack=r9')
    expect(await nodeOf('w1')).toEqual(before)
    const { exitCode, events, stdout } = await apply()
    expect([exitCode, changes(events)], stdout).toEqual([0, ['cp1 node-settings changed']])
    const after = await nodeOf('w1')
    expect(after.labels).toEqual({ ...before.labels, 'example.com/rack': 'r1' })
    expect(after.annotations).toMatchObject({ ...first.annotations, theirs: 'y' })
    expect(after.taints).toEqual([
      'example.com/dedicated=gpu:NoSchedule',
      'example.com/slow=:PreferNoSchedule',
      'theirs=z:PreferNoSchedule',
    ])
  })

  it('follow cluster.yaml: changed, removed, taken over from another hand, also through a kill', async () => {
    await write(second)
    const planned = await plan()
    expect(planned.exitCode, planned.stdout).toBe(4)
    for (const line of [
      '- cp1: label example.com/rack=r0',
      '- w1: label node-role.kubernetes.io/worker=',
      '- w1: label theirs=x (not set by nodeprep)',
      '+ w1: label theirs=ours',
      '- w1: taint example.com/dedicated=gpu:NoSchedule',
      '+ w1: taint example.com/dedicated=fpga:NoSchedule',
      '- w1: taint example.com/slow:PreferNoSchedule',
    ])
      expect(planned.stdout).toContain(`${line}\n`)
    const [killed, cut] = await Promise.all([killAt(lab, 'cp1', 'node-settings'), apply()])
    expect([killed.code, cut.exitCode], cut.stdout).toEqual([0, 1])
    const { exitCode, stdout } = await apply()
    expect(exitCode, stdout).toBe(0)
    const [cp1, w1] = await Promise.all(two.map(nodeOf))
    expect(w1?.labels).toMatchObject(second.labels)
    expect(w1?.labels).not.toHaveProperty(['node-role.kubernetes.io/worker'])
    expect(w1?.annotations).not.toHaveProperty(['example.com/note'])
    expect(w1?.annotations).toMatchObject({
      theirs: 'y',
      [SET]: 'label:example.com/rack label:theirs taint:example.com/dedicated:NoSchedule',
    })
    expect(w1?.taints).toEqual(['example.com/dedicated=fpga:NoSchedule', 'theirs=z:PreferNoSchedule'])
    expect(cp1?.labels).not.toHaveProperty(['example.com/rack'])
    expect(cp1?.annotations).not.toHaveProperty([SET])
    const again = await apply()
    expect([again.exitCode, changes(again.events)], again.stdout).toEqual([0, []])
  })

  it('of a host that --limit names are set by the control plane, and those of no other host', async () => {
    await write({ ...second, labels: { ...second.labels, 'example.com/rack': 'r3' } }, { labels: { limited: 'no' } })
    const { exitCode, events, stdout } = await apply('--limit', 'w1')
    expect([exitCode, changes(events)], stdout).toEqual([0, ['cp1 node-settings changed']])
    const [cp1, w1] = await Promise.all(two.map(nodeOf))
    expect(w1?.labels).toMatchObject({ 'example.com/rack': 'r3' })
    expect(cp1?.labels).not.toHaveProperty('limited')
  })

  it('act: a pod finds its node by a label, and a taint with NoExecute takes it away', async () => {
    await write(second)
    const applied = await apply()
    expect(applied.exitCode, applied.stdout).toBe(0)
    const pod = `apiVersion: v1
kind: Pod
metadata: { name: chosen }
spec:
  nodeSelector: { example.com/rack: r2 }
  tolerations: [{ operator: Exists, effect: NoSchedule }]
  terminationGracePeriodSeconds: 1
  containers: [{ name: pause, image: "registry.lab:5000/google_containers/pause:3.2" }]
`
    await kubectl('apply -f -', pod)
    await kubectl('wait --for=condition=Ready pod/chosen --timeout=120s')
    expect(await kubectl(`get pod chosen -o 'jsonpath={.spec.nodeName}'`)).toBe('w1')
    await write({ ...second, taints: [...second.taints, 'example.com/repair:NoExecute'] })
    const { exitCode, events, stdout } = await apply()
    expect([exitCode, changes(events)], stdout).toEqual([0, ['cp1 node-settings changed']])
    expect((await nodeOf('w1')).taints).toContain('example.com/repair=:NoExecute')
    // It may be gone already, which kubectl wait takes for a mistake.
    await lab.exec('cp1', 'kubectl --kubeconfig /etc/kubernetes/admin.conf wait --for=delete pod/chosen --timeout=120s')
    expect(await kubectl('get pods -o name')).toBe('')
    const again = await apply()
    expect([again.exitCode, changes(again.events)], again.stdout).toEqual([0, []])
  })

  it('are all taken off when cluster.yaml no longer has any, of a node that is cordoned as well', async () => {
    await kubectl('cordon w1')
    await write()
    const planned = await plan()
    expect(planned.exitCode, planned.stdout).toBe(4)
    expect(planned.stdout).toContain('- w1: label example.com/rack=r2\n')
    const { exitCode, events, stdout } = await apply()
    expect([exitCode, changes(events)], stdout).toEqual([0, ['cp1 node-settings changed']])
    const w1 = await nodeOf('w1')
    for (const key of [...Object.keys(second.labels), ...Object.keys(first.labels)])
      expect(w1.labels).not.toHaveProperty([key])
    expect(w1.annotations).toHaveProperty('theirs', 'y')
    expect(w1.annotations).not.toHaveProperty([SET])
    expect(w1.taints).toEqual(['node.kubernetes.io/unschedulable=:NoSchedule', 'theirs=z:PreferNoSchedule'])
    expect(w1.cordoned).toBe(true)
    const again = await apply()
    expect([again.exitCode, changes(again.events)], again.stdout).toEqual([0, []])
    await kubectl('uncordon w1')
  })

  it('of a node that was deleted fail the run, and are there again once its kubelet has registered it', async () => {
    await write(second)
    // A kubelet registers its node when it starts, and never again.
    await kubectl('delete node w1')
    const missing = await apply()
    expect(missing.exitCode, missing.stdout).toBe(1)
    expect(missing.stdout).toContain('not in the cluster, although the hosts have joined one: w1')
    expect(changes(missing.events)).toContain('cp1 node-settings failed')
    await lab.exec('w1', 'systemctl restart kubelet')
    const { exitCode, events, stdout } = await apply()
    expect(exitCode, stdout).toBe(0)
    expect(changes(events)).toContain('cp1 node-settings changed')
    const w1 = await nodeOf('w1')
    expect(w1.labels).toMatchObject(second.labels)
    expect(w1.taints).toEqual(expect.arrayContaining(second.taints))
  })
})
