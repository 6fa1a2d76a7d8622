import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { createLab, type Lab } from '../lab/lab.ts'
import { clusterFolder, writeCluster } from './cluster-file.ts'
import { changes, nodeprep } from './nodeprep.ts'
import { killAt } from './web-service.ts'

type Edit = (text: string) => string

const three = ['cp1', 'cp2', 'w1']
const document =
  (kind: string, apiVersion: string, rest: string): Edit =>
  (text) =>
    `${text}---\napiVersion: ${apiVersion}\nkind: ${kind}\n${rest}\n`
const cluster = (rest: string) => document('ClusterConfiguration', 'kubeadm.k8s.io/v1beta2', rest)
const kubelet = (rest: string) => document('KubeletConfiguration', 'kubelet.config.k8s.io/v1beta1', rest)
const all =
  (...edits: readonly Edit[]): Edit =>
  (text) =>
    edits.reduce((edited, edit) => edit(edited), text)
const inSpec =
  (more: string): Edit =>
  (text) =>
    text.replace('version: 1.20.2,', `version: 1.20.2, ${more},`)
const ofHost =
  (name: string, more: string): Edit =>
  (text) =>
    text.replace(new RegExp(`(name: ${name}, .*) \\}`), `$1, ${more} }`)

let lab: Lab
let cwd: string

/** Two control planes need an endpoint: here the first of them. Without the smoke test, for the reason that resume.test.ts has. */
const endpoint: Edit = (text) =>
  inSpec(`controlPlaneEndpoint: "${lab.host('cp1').address}:6443"`)(text).replace('  smokeTest: nginx\n', '')
const write = (...edits: readonly Edit[]) => writeCluster(lab, cwd, three, all(endpoint, ...edits))
const run = (...args: string[]) => nodeprep(lab, [...args, '--output', 'json'], { cwd })
const apply = (...args: string[]) => run('apply', 'cluster.yaml', ...args)
const on = async (host: string, script: string) => (await lab.exec(host, script)).stdout.trim()
const kubectl = (args: string) => on('cp1', `kubectl --kubeconfig /etc/kubernetes/admin.conf ${args}`)
const configMap = (name: string, key: string) =>
  kubectl(`-n kube-system get configmap ${name} -o 'jsonpath={.data.${key.replace('.', '\\.')}}'`)
/** What a kubelet runs with, by its own word. */
const maxPods = async (node: string) => {
  const text = await kubectl(`get --raw /api/v1/nodes/${node}/proxy/configz`)
  return (JSON.parse(text) as { kubeletconfig: { maxPods: number } }).kubeletconfig.maxPods
}
const argumentsOf = (host: string, program: string) =>
  on(host, `for p in $(pidof ${program}); do tr '\\0' '\\n' <"/proc/$p/cmdline"; done`)
/** The API server's certificate, as it is on the wire. */
async function names(host: string): Promise<string> {
  const ask = `echo | timeout 10 openssl s_client -connect ${lab.host(host).address}:6443 2>/dev/null`
  const { stdout } = await execa('nsenter', [`--net=${lab.netns}`, 'sh', '-c', `${ask} | openssl x509 -noout -text`])
  return stdout
}

beforeAll(async () => {
  lab = await createLab({
    id: `rolling-${process.pid}`,
    hosts: three.map((name) => ({ name, kind: 'debian12' })),
    artifacts: await ensureArtifacts(),
  })
  cwd = await clusterFolder(lab, three, endpoint)
  await write(ofHost('w1', 'kubelet: { maxPods: 70 }'))
  const { exitCode, stdout } = await apply()
  expect(exitCode, stdout).toBe(0)
})
afterAll(() => lab.down())

/** The tests of this file are one story: each goes on from the one before. */
describe('a cluster that runs', () => {
  it('has a node with a kubelet setting of its own from its first day, and nothing to change', async () => {
    expect([await maxPods('cp1'), await maxPods('w1')]).toEqual([110, 70])
    const again = await apply()
    expect([again.exitCode, changes(again.events)], again.stdout).toEqual([0, []])
  })

  it('follows cluster.yaml one node after the other, through kills', async () => {
    await write(
      inSpec('certSANs: [api.example, 10.99.0.1]'),
      cluster("apiServer: { extraArgs: { audit-log-maxage: '7' } }\nscheduler: { extraArgs: { v: '1' } }"),
      kubelet('maxPods: 90'),
      (text) => text.replace('maxPerCore: 0', 'maxPerCore: 0, tcpEstablishedTimeout: 1h0m0s'),
      ofHost('w1', 'kubelet: { maxPods: 60 }'),
    )
    const plan = await nodeprep(lab, ['plan', 'cluster.yaml'], { cwd })
    expect(plan.exitCode, plan.stdout).toBe(4)
    for (const line of [
      '+ ClusterConfiguration.apiServer.extraArgs.audit-log-maxage: 7',
      '+ ClusterConfiguration.apiServer.certSANs: api.example',
      '- KubeletConfiguration.maxPods: 70',
      '+ KubeletConfiguration.maxPods: 90',
      '+ KubeletConfiguration.maxPods: 60',
      '+ KubeProxyConfiguration.conntrack.tcpEstablishedTimeout: 1h0m0s',
    ])
      expect(plan.stdout).toContain(line)
    const points = [
      ['cp1', 'roll-pod-kube-apiserver'],
      ['cp2', 'roll-kubelet'],
    ] as const
    for (const [host, step] of points) {
      const [killed, cut] = await Promise.all([killAt(lab, host, step), apply()])
      expect([killed.code, cut.exitCode], `${step}: ${cut.stdout}`).toEqual([0, 1])
    }
    const last = await apply()
    expect(last.exitCode, last.stdout).toBe(0)
    for (const host of ['cp1', 'cp2']) {
      expect(await argumentsOf(host, 'kube-apiserver')).toContain('--audit-log-maxage=7')
      expect(await argumentsOf(host, 'kube-scheduler')).toContain('--v=1')
      const text = await names(host)
      expect(text).toContain('DNS:api.example')
      expect(text).toContain('IP Address:10.99.0.1')
    }
    expect([await maxPods('cp1'), await maxPods('cp2'), await maxPods('w1')]).toEqual([90, 90, 60])
    expect(await configMap('kubeadm-config', 'ClusterConfiguration')).toMatch(/- api.example[^]*audit-log-maxage: "7"/)
    expect(await configMap('kubelet-config-1.20', 'kubelet')).toContain('maxPods: 90')
    expect(await configMap('kube-proxy', 'config.conf')).toContain('tcpEstablishedTimeout: 1h0m0s')
    const again = await apply()
    expect([again.exitCode, changes(again.events)], again.stdout).toEqual([0, []])
  })

  it('goes back to what kubeadm renders for what is taken out again', async () => {
    await write(ofHost('w1', 'kubelet: { maxPods: 60 }'))
    const { exitCode, stdout } = await apply()
    expect(exitCode, stdout).toBe(0)
    for (const host of ['cp1', 'cp2']) {
      expect(await argumentsOf(host, 'kube-apiserver')).not.toContain('--audit-log-maxage')
      expect(await names(host)).not.toContain('api.example')
    }
    expect([await maxPods('cp1'), await maxPods('cp2'), await maxPods('w1')]).toEqual([110, 110, 60])
    expect(await configMap('kubeadm-config', 'ClusterConfiguration')).not.toMatch(/audit-log-maxage|api\.example/)
    const again = await apply()
    expect([again.exitCode, changes(again.events)], again.stdout).toEqual([0, []])
  })

  it('puts back what does not start on the first node, in its own words, and leaves the others alone', async () => {
    const before = await Promise.all(three.map((host) => on(host, 'stat -c %Y /var/lib/kubelet/config.yaml')))
    await write(kubelet('maxPods: -5'), ofHost('w1', 'kubelet: { maxPods: 60 }'))
    const refused = await apply()
    expect(refused.exitCode, refused.stdout).toBe(1)
    expect(refused.stdout).toMatch(/MaxPods|maxPods/)
    expect(await Promise.all(['cp2', 'w1'].map((host) => on(host, 'stat -c %Y /var/lib/kubelet/config.yaml')))).toEqual(
      before.slice(1),
    )
    expect(await maxPods('cp1')).toBe(110)
    await write(cluster("scheduler: { extraArgs: { no-such-flag: '1' } }"), ofHost('w1', 'kubelet: { maxPods: 60 }'))
    const unknown = await apply()
    expect(unknown.exitCode, unknown.stdout).toBe(1)
    expect(unknown.stdout).toContain('unknown flag: --no-such-flag')
    expect(await argumentsOf('cp2', 'kube-scheduler')).not.toContain('no-such-flag')
    await write(ofHost('w1', 'kubelet: { maxPods: 60 }'))
    const again = await apply()
    expect([again.exitCode, changes(again.events)], again.stdout).toEqual([0, []])
  })
})
