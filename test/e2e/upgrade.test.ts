import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { createLab, type Lab } from '../lab/lab.ts'
import { clusterFolder, writeCluster } from './cluster-file.ts'
import { hostFiles } from './host-files.ts'
import { changes, nodeprep } from './nodeprep.ts'
import { deployWeb, killAt, whileAsking } from './web-service.ts'

const planes = ['cp1', 'cp2', 'cp3']
const workers = ['w1', 'w2']
const all = [...planes, ...workers]
let lab: Lab
let cwd: string

// Hosts of a lab have their addresses in order. kubeadm upgrade does not know of what one kubelet has for itself.
const edit = (text: string): string =>
  text
    .replace('version: 1.20.2, ', '$&controlPlaneEndpoint: "10.77.0.11:6443", ')
    .replace('  smokeTest: nginx\n', '')
    .replace(/(name: w1, .*) }/, '$1, kubelet: { maxPods: 61 } }')
const newer = (text: string): string => edit(text).replace('version: 1.20.2', 'version: 1.20.3')
const run = (...args: string[]) => nodeprep(lab, args, { cwd })
const upgrade = (...args: string[]) => run('upgrade', 'cluster.yaml', '--output', 'json', ...args)
const kubectl = async (args: string) =>
  (await lab.exec('cp1', `kubectl --kubeconfig /etc/kubernetes/admin.conf ${args}`)).stdout.trim()
const versions = () => kubectl(`get nodes -o 'jsonpath={.items[*].status.nodeInfo.kubeletVersion}'`)
const cordoned = () => kubectl(`get nodes -o 'jsonpath={.items[?(@.spec.unschedulable==true)].metadata.name}'`)
const images = (label: string) =>
  kubectl(`-n kube-system get pods -l ${label} -o 'jsonpath={.items[*].spec.containers[*].image}'`)

beforeAll(async () => {
  const hosts = all.map((name) => ({ name, kind: name === 'w2' ? 'centos' : 'debian12' }) as const)
  lab = await createLab({ id: `upgrade-${process.pid}`, hosts, artifacts: await ensureArtifacts() })
  cwd = await clusterFolder(lab, all, edit)
  const { exitCode, stdout } = await run('apply', 'cluster.yaml', '--output', 'json')
  expect(exitCode, stdout).toBe(0)
  await deployWeb(lab)
})
afterAll(() => lab.down())

/** The tests of this file are one story. */
describe('three control planes and two workers', () => {
  it('have nothing to upgrade at the version of cluster.yaml', async () => {
    const { exitCode, events, stdout } = await upgrade('--yes')
    expect([exitCode, changes(events)], stdout).toEqual([0, []])
  })

  it('are named the command by apply once cluster.yaml has another version', async () => {
    await writeCluster(lab, cwd, all, newer)
    const { exitCode, stdout } = await run('apply', 'cluster.yaml', '--output', 'json')
    expect(exitCode, stdout).toBe(1)
    expect(stdout).toContain('nodeprep upgrade')
  })

  it('are planned without changing one byte', async () => {
    const files = () => Promise.all(all.map((host) => hostFiles(lab, host)))
    const before = await files()
    const { exitCode, events, stdout } = await upgrade('--plan')
    expect(exitCode, stdout).toBe(4)
    expect(await files()).toEqual(before)
    expect(changes(events)).toContain('cp2 upgrade-control-plane would-change')
    expect(stdout).toContain('kube-apiserver:v1.20.3')
    expect(stdout).toContain('{"type":"upgrade-path","versions":["1.20.2","1.20.3"]}')
  })

  it('are upgraded one after the other through five kills, while the Service answers', async () => {
    const { asked, failed } = await whileAsking(lab, 'w2', async () => {
      const kills = [
        ['cp1', 'upgrade-control-plane'],
        ['cp1', 'node-in-cp1'],
        ['cp2', 'kubernetes-packages'],
        ['w1', 'upgrade-worker'],
        ['w1', 'upgrade-kubelet'],
      ] as const
      for (const [host, step] of kills) {
        const [killed, ended] = await Promise.all([killAt(lab, host, step), upgrade('--yes')])
        expect([killed.code, ended.exitCode], `${host} ${step}: ${ended.stdout}`).toEqual([0, 1])
      }
      const { exitCode, stdout } = await upgrade('--yes')
      expect(exitCode, stdout).toBe(0)
    })
    expect(failed).toBe('')
    expect(asked).toBeGreaterThan(50)
    expect(await versions()).toBe(all.map(() => 'v1.20.3').join(' '))
    expect(await cordoned()).toBe('')
    expect(await kubectl(`get node w1 -o 'jsonpath={.status.capacity.pods}'`)).toBe('61')
    for (const label of ['component=kube-apiserver', 'component=kube-scheduler', 'k8s-app=kube-proxy'])
      expect([...new Set((await images(label)).split(' '))]).toEqual([expect.stringMatching(/:v1\.20\.3$/)])
  }, 1_800_000)

  it('have a snapshot of etcd of before that on the first control plane, and nothing else left of it', async () => {
    const { stdout } = await lab.exec(
      'cp1',
      'stat -c "%a %U" /var/lib/nodeprep/etcd/before-1.20.3.db; ls /var/lib/nodeprep',
    )
    expect(stdout).toMatch(/^600 root\n/)
    expect(stdout).not.toContain('upgrade')
  })

  it('have nothing to do after it, by upgrade, apply and plan', async () => {
    const again = await upgrade('--yes')
    expect([again.exitCode, changes(again.events)], again.stdout).toEqual([0, []])
    const applied = await run('apply', 'cluster.yaml', '--output', 'json')
    expect([applied.exitCode, changes(applied.events)], applied.stdout).toEqual([0, []])
    expect((await run('plan', 'cluster.yaml')).exitCode).toBe(0)
  })
})
