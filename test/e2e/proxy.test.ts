import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { createLab, type Lab } from '../lab/lab.ts'
import { cutOff, proxied, proxy, startProxy } from '../lab/proxy.ts'
import { occurring, unique, type Canary } from '../secrets/canary.ts'
import { searchHost } from '../secrets/disk.ts'
import { sampleHost } from '../secrets/sample.ts'
import { clusterFolder, writeCluster } from './cluster-file.ts'
import { changes, nodeprep } from './nodeprep.ts'

const password = unique()
const canaries: readonly Canary[] = [{ name: 'password of the proxy', value: password }]
const env = { PROXY_PASSWORD: password }
let lab: Lab
let cwd: string
let log: string

/** The quickstart on containerd, which pulls images itself. */
const through = (spec: string) => (text: string) =>
  text.replace(/( {2}runtime: \{ kind: )cri-o/, '$1containerd').replace(/ {2}smokeTest: .*\n/, spec)
const auth = `auth: { username: '${proxy.username}', passwordEnv: PROXY_PASSWORD }`
const withProxy = through(`  proxy: { http: '${proxy.url}', ${auth} }\n`)
const environ = (name: string) => lab.exec('cp1', `tr '\\0' '\\n' <"/proc/$(pidof -s ${name})/environ"`)

beforeAll(async () => {
  lab = await createLab({
    ...{ id: `proxy-${process.pid}`, hosts: [{ name: 'cp1', kind: 'debian12' }], artifacts: await ensureArtifacts() },
  })
  await startProxy(lab, password)
  await cutOff(lab, 'cp1')
  cwd = await clusterFolder(lab, ['cp1'], withProxy)
  log = join(await mkdtemp(join(tmpdir(), 'nodeprep-proxy-')), 'run.log')
})
afterAll(() => lab.down())

/** The tests of this file are one story: each goes on from the one before. */
describe('a control plane whose only way out is a proxy with an account', () => {
  it('is not touched while the password is missing: the variable is named', async () => {
    const { exitCode, stderr } = await nodeprep(lab, ['apply', 'cluster.yaml'], { cwd })
    expect([exitCode, await proxied(lab)]).toEqual([2, []])
    expect(stderr).toContain('password of lab at the proxy: the variable PROXY_PASSWORD is not set')
  })

  it('says what is at fault when the password is wrong', async () => {
    const wrong = { PROXY_PASSWORD: 'not-the-password' }
    const { exitCode, stdout } = await nodeprep(lab, ['apply', 'cluster.yaml'], { cwd, env: wrong })
    expect(exitCode, stdout).toBe(1)
    // tinyproxy answers 401 where others answer 407.
    expect(stdout).toMatch(/could not be fetched: .*\b40[17]\b.*; .*spec\.proxy with its auth in cluster\.yaml/)
    expect(stdout).not.toContain('not-the-password')
  })

  it('comes up by packages, keys and images from there, and its password is read by root alone', async () => {
    const sampler = await sampleHost(lab, 'cp1')
    const run = await nodeprep(lab, ['apply', 'cluster.yaml', '--log-file', log], { cwd, env })
    const { evidence, passes } = await sampler.stop()
    expect([run.exitCode, run.stderr], run.stdout).toEqual([0, ''])
    const urls = await proxied(lab)
    for (const part of [
      'http://mirror.lab/debian/',
      'http://mirror.lab/kubernetes/apt/doc/apt-key.gpg',
      'http://mirror.lab/kubernetes/apt/',
      'http://registry.lab:5000/v2/google_containers/kube-apiserver/',
      'http://registry.lab:5000/v2/google_containers/pause/',
      'http://registry.lab:5000/v2/lab/cni/',
    ])
      expect(
        urls.some((url) => url.startsWith(part)),
        part,
      ).toBe(true)
    expect(urls.filter((url) => url.includes('10.77.0.11') || url.includes('10.96.'))).toEqual([])
    expect(passes).toBeGreaterThan(100)
    const { evidence: found } = await searchHost(lab, 'cp1', canaries)
    const seen = [...evidence.filter(({ place }) => place === '/proc/*/cmdline'), ...found]
    const holding = seen.filter(({ text }) => occurring(canaries, text).length > 0)
    expect(holding.map(({ where, access = '' }) => `${where} ${access}`).sort()).toEqual([
      '/etc/nodeprep/containerd-proxy.env 600 root',
      '/etc/nodeprep/proxy.env 600 root',
    ])
    const said = run.stdout + (await readFile(log, 'utf8'))
    expect(occurring(canaries, said)).toEqual([])
  })

  it('has no proxy in its static pods, and none that systemd would tell', async () => {
    expect((await lab.exec('cp1', 'grep -ril proxy= /etc/kubernetes/manifests')).stdout).toBe('')
    expect((await lab.exec('cp1', 'grep -i -A1 "name: http_proxy" -r /etc/kubernetes/manifests')).stdout).toBe('')
    const shown = await lab.exec('cp1', 'systemctl show containerd -p Environment -p EnvironmentFiles')
    expect(shown.stdout).toContain('/etc/nodeprep/containerd-proxy.env')
    expect(occurring(canaries, shown.stdout)).toEqual([])
    expect((await environ('containerd')).stdout).toContain('@10.77.0.1:3128')
  })

  it('is left alone by a second apply', async () => {
    const again = await nodeprep(lab, ['apply', 'cluster.yaml', '--output', 'json', '--yes'], { cwd, env })
    expect([again.exitCode, changes(again.events)]).toEqual([0, []])
  })

  it('gets another noProxy by a restart of its runtime', async () => {
    await writeCluster(
      lab,
      cwd,
      ['cp1'],
      through(`  proxy: { http: '${proxy.url}', ${auth}, noProxy: [.corp.example] }\n`),
    )
    const run = await nodeprep(lab, ['apply', 'cluster.yaml', '--yes'], { cwd, env })
    expect(run.exitCode, run.stdout).toBe(0)
    expect(run.stdout).not.toContain('corp.example')
    expect((await environ('containerd')).stdout).toContain('.corp.example')
  })

  it('loses it when it is taken out of cluster.yaml', async () => {
    await writeCluster(lab, cwd, ['cp1'], through(''))
    const run = await nodeprep(lab, ['apply', 'cluster.yaml', '--yes'], { cwd })
    expect(run.exitCode, run.stdout).toBe(0)
    const { evidence } = await searchHost(lab, 'cp1', canaries)
    expect(evidence.filter(({ text }) => occurring(canaries, text).length > 0)).toEqual([])
    expect((await lab.exec('cp1', 'ls /etc/nodeprep; ls /etc/systemd/system/containerd.service.d')).stdout).toBe('')
    expect((await environ('containerd')).stdout).not.toMatch(/proxy/i)
    const again = await nodeprep(lab, ['apply', 'cluster.yaml', '--output', 'json', '--yes'], { cwd })
    expect([again.exitCode, changes(again.events)]).toEqual([0, []])
  })
})
