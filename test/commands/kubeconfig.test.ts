import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Io } from '../../src/commands/io.ts'
import { saveKubeconfig, withKubeconfig, type Collected } from '../../src/commands/kubeconfig.ts'
import { planHosts } from '../../src/plan/plan-hosts.ts'
import { clusterOf, controlPlane, factsOf, worker } from '../kubernetes/fixtures.ts'
import { kubeconfigOf } from '../kubernetes/kubeconfig-fixture.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nodeprep-kubeconfig-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const cluster = clusterOf({ hosts: [controlPlane, worker] })
const facts = factsOf('debian-12')

async function saved(collected: Collected | undefined): Promise<string> {
  const { signal } = new AbortController()
  const { stdin, stdout } = process
  const stderr = { write: () => true } as unknown as Io['stderr']
  const io: Io = { stdin, stdout, stderr, env: {}, argv: [], signal, leaving: signal }
  const file = join(folder, 'admin.conf')
  await saveKubeconfig(io, cluster, file, collected)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  return readFileSync(file, 'utf8')
}

const given = kubeconfigOf('https://10.0.0.11:6443')
const of = (text: string): Collected => ({ from: { host: 'cp1', facts }, text })

test('only server, certificates and key of it are taken: nothing that kubectl would run', async () => {
  const exec = given.replace('  user:\n', '  user:\n    exec: { command: /bin/touch, args: [/tmp/owned] }\n')
  expect(exec).not.toBe(given)
  const text = await saved(of(exec))
  expect(text).toContain('server: https://10.0.0.11:6443\n')
  expect(text).not.toMatch(/exec|touch|owned/)
})

test.each(['', 'kind: Config', 'x'.repeat(16_385)])('what is no kubeconfig is not written: %.15s', async (text) => {
  await expect(saved(of(text))).rejects.toThrow(/was not saved/)
})

test('a run without a control plane that has one says so', async () => {
  await expect(saved(undefined)).rejects.toMatchObject({ code: 'step-failed' })
})

test('the step comes last, on the control plane that leads, and gives the value to nobody else', () => {
  const own = { name: 'cluster', description: '', file: 'p.yaml', steps: [] }
  const playbook = withKubeconfig(own, {})
  const hosts = [controlPlane, worker].map((host) => ({ host, facts }))
  const planned = (limit?: readonly string[]) =>
    planHosts({ cluster, playbook, templates: new Map(), hosts, limit }).hosts.map(({ host, steps }) => [
      host,
      steps.filter(({ skipped }) => !skipped).map(({ id, provides, collect }) => [id, provides, collect]),
    ])
  const step = ['fetch-kubeconfig', [], ['kubeconfig']]
  expect(planned()).toEqual([
    [controlPlane.name, [step]],
    [worker.name, []],
  ])
  expect(planned([worker.name])).toEqual(planned())
})
