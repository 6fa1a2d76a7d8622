import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { createLab, type Lab } from '../lab/lab.ts'
import { clusterFolder, writeCluster } from './cluster-file.ts'
import { nodeprep } from './nodeprep.ts'

type Edit = (text: string) => string

const two = ['cp1', 'w1']
const kubernetes =
  (more: string): Edit =>
  (text) =>
    text.replace('version: 1.20.2,', `version: 1.20.2, ${more},`)
const document =
  (kind: string, apiVersion: string, rest: string): Edit =>
  (text) =>
    `${text}---\napiVersion: ${apiVersion}\nkind: ${kind}\n${rest}\n`

let lab: Lab
let cwd: string

/** Everything on a host's disk that a run could change, and kubelet's own settings: names, sizes, times. */
async function disk(): Promise<string> {
  const list = two.map(async (host) => {
    const places = '/etc /usr /opt /root /var/lib/nodeprep /var/lib/dpkg /var/lib/kubelet/config.yaml'
    const { code, stdout } = await lab.exec(host, `find ${places} -xdev -printf '%p %s %m %T@ %C@\\n' | sort`)
    expect([code, stdout.length > 10_000]).toEqual([0, true])
    return stdout
  })
  return (await Promise.all(list)).join('\n')
}

/** plan and apply both refuse a cluster.yaml in these words, status shows them as drift, and no host is touched. */
async function refusedBy(edit: Edit, said: string | RegExp): Promise<void> {
  await writeCluster(lab, cwd, two, edit)
  const before = await disk()
  const plan = await nodeprep(lab, ['plan', 'cluster.yaml'], { cwd })
  const apply = await nodeprep(lab, ['apply', 'cluster.yaml', '--yes'], { cwd })
  expect([plan.exitCode, apply.exitCode], `${plan.stdout}${apply.stdout}${plan.stderr}`).toEqual([1, 1])
  const status = await nodeprep(lab, ['status', 'cluster.yaml'], { cwd })
  expect(status.exitCode, status.stdout).toBe(4)
  for (const { stdout } of [plan, apply, status]) expect(stdout).toMatch(said)
  expect(await disk()).toBe(before)
}

beforeAll(async () => {
  lab = await createLab({
    id: `live-${process.pid}`,
    hosts: two.map((name) => ({ name, kind: 'debian12' })),
    artifacts: await ensureArtifacts(),
  })
  cwd = await clusterFolder(lab, two)
  const { exitCode, stdout } = await nodeprep(lab, ['apply', 'cluster.yaml', '--yes'], { cwd })
  expect(exitCode, stdout).toBe(0)
})
afterAll(() => lab.down())

describe('a cluster that runs', () => {
  it.each<[change: string, edit: Edit, said: string]>([
    [
      'case 9: the version',
      (text) => text.replace('version: 1.20.2', 'version: 1.20.3'),
      'Kubernetes 1.20.2 is in use, but cluster.yaml specifies 1.20.3',
    ],
    [
      'case 10: podSubnet',
      (text) => text.replace('10.244.0.0/16', '10.245.0.0/16'),
      'podSubnet 10.244.0.0/16 is in use, but cluster.yaml specifies 10.245.0.0/16',
    ],
    [
      'case 10: serviceSubnet',
      (text) => text.replace('10.96.0.0/12', '10.112.0.0/16'),
      'serviceSubnet 10.96.0.0/12 is in use, but cluster.yaml specifies 10.112.0.0/16',
    ],
    ['case 10: dnsDomain', kubernetes('dnsDomain: k8s.example'), 'dnsDomain cluster.local is in use'],
    [
      'case 10: the cgroup driver, which kubelet and runtime share',
      document('KubeletConfiguration', 'kubelet.config.k8s.io/v1beta1', 'cgroupDriver: cgroupfs'),
      'KubeletConfiguration.cgroupDriver',
    ],
    [
      'case 10: the endpoint',
      kubernetes('controlPlaneEndpoint: api.example:6443'),
      'but cluster.yaml specifies api.example:6443',
    ],
    [
      'case 8: the name of a node',
      (text) => text.replace('name: w1', 'name: w9'),
      'this host is node w1 of the cluster, but cluster.yaml names it w9; a node cannot be renamed',
    ],
    [
      'the role of a node',
      (text) => kubernetes('controlPlaneEndpoint: 10.77.0.11')(text.replace('role: worker', 'role: control-plane')),
      'this host has joined as worker, but cluster.yaml specifies control-plane',
    ],
    [
      'the name of the cluster',
      (text) => text.replace('metadata: { name: quickstart }', 'metadata: { name: other }'),
      'but cluster.yaml specifies other',
    ],
    [
      'the network',
      (text) => text.replace(/^  cni: .*$/m, '  cni: none').replace('smokeTest: nginx', 'smokeTest: none'),
      'but cluster.yaml specifies cni: none',
    ],
  ])('is not touched when cluster.yaml changes %s', async (_, edit, said) => {
    await refusedBy(edit, said)
  })

  it('has nothing to change when cluster.yaml is as it was, and verify finds it well', async () => {
    await writeCluster(lab, cwd, two)
    const plan = await nodeprep(lab, ['plan', 'cluster.yaml'], { cwd })
    const verify = await nodeprep(lab, ['verify', 'cluster.yaml'], { cwd })
    expect([plan.exitCode, verify.exitCode], plan.stdout + verify.stdout).toEqual([0, 0])
  })

  it('case 7: names a worker of the former cluster when its control plane was rebuilt', async () => {
    await lab.exec('cp1', 'kubeadm reset -f && rm -rf /etc/kubernetes /var/lib/nodeprep && mkdir /var/lib/nodeprep')
    await refusedBy((text) => text, /w1 belongs to another cluster \(CA sha256:[0-9a-f]{12}\)/)
    const other = await nodeprep(lab, ['apply', 'cluster.yaml', '--yes', '--limit', 'cp1'], { cwd })
    expect(other.exitCode, other.stdout).toBe(0)
    await refusedBy((text) => text, /w1 belongs to another cluster than cp1: its CA is sha256:/)
  })
})
