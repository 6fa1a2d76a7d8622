import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { StepEnded } from '../../src/report/event.ts'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { createLab, type Lab } from '../lab/lab.ts'
import { secureRegistry } from '../lab/registry.ts'
import { clusterFolder } from './cluster-file.ts'
import { drifts, type Drift } from './drifts.ts'
import { changes, nodeprep, type Outcome } from './nodeprep.ts'

const two = ['cp1', 'w1']
let lab: Lab
let cwd: string

const run = (...args: string[]) =>
  nodeprep(lab, [...args, '--output', 'json'], { cwd, env: { REGISTRY_PASSWORD: secureRegistry.password } })
const apply = () => run('apply', 'cluster.yaml')
const plan = () => run('plan', 'cluster.yaml')

async function exec(host: string, command: string): Promise<string> {
  const { code, stdout, stderr } = await lab.exec(host, command)
  expect(code, `${host}: ${command}: ${stdout}${stderr}`).toBe(0)
  return stdout.trimEnd()
}

const ended = ({ events }: Outcome) => events.filter((event): event is StepEnded => event.type === 'step-ended')
/** What a run said of steps that were not as they should be, for who reads a failure. */
const said = (outcome: Outcome) =>
  ended(outcome)
    .filter(({ outcome: of }) => of !== 'ok' && of !== 'skipped')
    .map(({ host, step, outcome: of, diff, output }) =>
      [`${host} ${step} ${of}`, diff, output].filter(Boolean).join('\n'),
    )
    .join('\n')

const documents = `---
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
maxPods: 100
---
apiVersion: kubeadm.k8s.io/v1beta2
kind: ClusterConfiguration
controllerManager: { extraArgs: { terminated-pod-gc-threshold: "100" } }
scheduler: { extraArgs: { v: "1" } }
---
apiVersion: kubeadm.k8s.io/v1beta2
kind: InitConfiguration
nodeRegistration: { kubeletExtraArgs: { v: "2" } }
`

/** The quickstart's cluster.yaml with something of all that nodeprep sets on nodes that run. */
const withAll = (file: string) =>
  file
    .replace('kind: cri-o }', 'kind: cri-o, handlers: [{ name: crun, runtimeClass: small }] }')
    .replace('  smokeTest: nginx\n', '  pullSecret: { name: registries, namespaces: [default] }\n')
    .replace(
      '  registries:\n',
      `  registries:\n    - { host: '${secureRegistry.host}', insecure: true, auth: { username: ${secureRegistry.username}, passwordEnv: REGISTRY_PASSWORD } }\n`,
    )
    .replace(
      /name: w1, .*role: worker/,
      (host) => `${host}, labels: { example.com/rack: r1 }, taints: ["example.com/slow:PreferNoSchedule"]`,
    )
    .concat(documents)

beforeAll(async () => {
  lab = await createLab({
    id: `drift-${process.pid}`,
    hosts: two.map((name) => ({ name, kind: 'debian12' })),
    artifacts: await ensureArtifacts(),
  })
  cwd = await clusterFolder(lab, two, withAll)
  const applied = await apply()
  expect(applied.exitCode, said(applied)).toBe(0)
  const again = await plan()
  expect([again.exitCode, changes(again.events)], said(again)).toEqual([0, []])
})
afterAll(() => lab.down())

/** The plan of a cluster with these drifts names each of them, and no other step. */
function expectNamed(planned: Outcome, planted: readonly Drift[]): void {
  // A kubelet that has just been started is not Ready for a while, whatever it was started with.
  const named = changes(planned.events).filter((step) => step !== 'cp1 nodes-ready would-change')
  const wanted = new Set(planted.flatMap(({ steps }) => steps).map((step) => `${step} would-change`))
  expect([...named].sort(), said(planned)).toEqual([...wanted].sort())
  expect(planned.exitCode).toBe(4)
  for (const { what, steps, tells } of planted) {
    const step = ended(planned).find(({ host, step: id }) => `${host} ${id}` === steps[0])
    for (const line of tells) expect(step?.diff, what).toContain(line)
  }
}

/** Applies, after which nothing differs: neither what a plan compares, nor what is in effect. */
async function expectRight(planted: readonly Drift[]): Promise<void> {
  const applied = await apply()
  expect(applied.exitCode, said(applied)).toBe(0)
  const again = await plan()
  expect([again.exitCode, changes(again.events)], said(again)).toEqual([0, []])
  for (const { what, host, effect } of planted) {
    const [shell, is, at = host] = effect
    // What was restarted may take a moment until it answers.
    const holds = async () => expect((await lab.exec(at, shell)).stdout.trimEnd(), what).toBe(is)
    await vi.waitFor(holds, { timeout: 90_000, interval: 1000 })
  }
}

describe('what another hand changed', () => {
  it('is twenty things at least', () => {
    expect(Object.values(drifts).flat().length).toBeGreaterThanOrEqual(20)
  })

  it.each(Object.entries(drifts))('is named by a plan and put right by apply: %s', async (_, planted) => {
    for (const { host, plant } of planted) await exec(host, plant)
    expectNamed(await plan(), planted)
    await expectRight(planted)
  })

  it('is named by verify, where that is about it, each on its host', async () => {
    await exec('w1', `sed -i 's/^maxPods: .*/maxPods: 50/' /var/lib/kubelet/config.yaml && systemctl restart kubelet`)
    await exec(
      'cp1',
      'kubectl --kubeconfig /etc/kubernetes/admin.conf -n kube-system set image daemonset/lab-cni lab-cni=registry.lab:5000/lab/cni:2',
    )
    const { exitCode, stdout } = await run('verify', 'cluster.yaml')
    expect(exitCode, stdout).toBe(1)
    expect(stdout).toContain('- KubeletConfiguration.maxPods: 50')
    expect(stdout).toContain('-        image: registry.lab:5000/lab/cni:2')
    const applied = await apply()
    expect(applied.exitCode, said(applied)).toBe(0)
    const right = await run('verify', 'cluster.yaml')
    expect(right.exitCode, said(right)).toBe(0)
  })

  it('is left alone in a file of its own that wins over ours: plan and apply name the file', async () => {
    await exec('w1', 'echo net.ipv4.ip_forward=0 >/etc/sysctl.d/99-zzz.conf && sysctl -qp /etc/sysctl.d/99-zzz.conf')
    await exec(
      'cp1',
      `printf '[crio.image]\\npause_image = "other.lab/pause:1"\\n' >/etc/crio/crio.conf.d/99-other.conf && systemctl restart crio`,
    )
    const files = ['/etc/sysctl.d/99-zzz.conf', '/etc/crio/crio.conf.d/99-other.conf']
    const planned = await plan()
    expect([planned.exitCode, changes(planned.events)], said(planned)).toEqual([
      4,
      expect.arrayContaining(['w1 forwarding would-change', 'cp1 cri-o-in-effect would-change']),
    ])
    const refused = await apply()
    expect(refused.exitCode, said(refused)).toBe(1)
    for (const file of files) for (const { stdout } of [planned, refused]) expect(stdout).toContain(file)
    await exec('w1', `rm ${files[0] ?? ''}`)
    await exec('cp1', `rm ${files[1] ?? ''}`)
    await expectRight([])
  })
})
