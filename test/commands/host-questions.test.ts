import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import type { ConvergeOptions } from '../../src/commands/converge.ts'
import type { Host } from '../../src/cluster/cluster.ts'
import { hostQuestions } from '../../src/commands/host-questions.ts'
import type { Io } from '../../src/commands/io.ts'
import { runOperation } from '../../src/commands/operation.ts'
import type { Facts } from '../../src/facts/facts.ts'
import { phases, type Operation } from '../../src/operation/operation.ts'
import { parsePlaybook } from '../../src/playbook/loading/load.ts'
import type { RunResult } from '../../src/runner/run.ts'
import { operationOf } from '../operation/operations.ts'
import { clusterYaml } from './folder.ts'
import { clusterOf, controlPlane, factsOf, worker } from '../kubernetes/fixtures.ts'

const { converge, loadOperation } = vi.hoisted(() => ({
  converge: vi.fn<(options: ConvergeOptions) => Promise<RunResult>>(),
  loadOperation: vi.fn<() => Operation>(),
}))
vi.mock('../../src/commands/converge.ts', () => ({ converge }))
vi.mock('../../src/operation/load-operation.ts', async (original) => ({ ...(await original<object>()), loadOperation }))

test('control planes are asked for the ConfigMaps that documents of cluster.yaml end up in, workers for none', () => {
  const named = { apiVersion: 'kubeproxy.config.k8s.io/v1alpha1', kind: 'KubeProxyConfiguration' } as const
  const { asks } = hostQuestions(clusterOf({ documents: [{ ...named, value: named, line: 9 }] }), [])
  expect([asks(controlPlane), asks(worker)]).toEqual([['kube-proxy'], []])
  expect(hostQuestions(clusterOf(), []).asks(controlPlane)).toEqual([])
})

const CONTAINERD = '/etc/containerd/config.toml'
const toml = (id: string, path: string) => `  - { id: ${id}, toml: { path: ${path}, set: { a: 1 } } }\n`

test('every host is asked for the files that steps of a playbook have to know, and runtimes, each once', () => {
  const text = `apiVersion: nodeprep.dev/v1alpha1
kind: Playbook
metadata: { name: p, description: p }
steps:
${toml('a', '/etc/a.toml')}${toml('b', CONTAINERD)}${toml('c', '/etc/c.toml')}${toml('d', '/etc/a.toml')}`
  const result = parsePlaybook(text, 'p.yaml', () => undefined)
  const steps = 'playbook' in result ? result.playbook.steps : []
  expect(hostQuestions(clusterOf(), steps).reads).toEqual([CONTAINERD, '/etc/a.toml', '/etc/c.toml'])
  expect(hostQuestions(clusterOf(), []).reads).toEqual([CONTAINERD])
})

test('so it is for the steps of an operation, in all of its phases', async () => {
  const operation = operationOf(phases.map((phase) => `${phase}:\n${toml(phase, `/etc/${phase}.toml`)}`).join(''))
  converge.mockResolvedValue({ exitCode: 0, hosts: {}, planFile: undefined })
  loadOperation.mockReturnValue(operation)
  const folder = mkdtempSync(join(tmpdir(), 'nodeprep-'))
  try {
    writeFileSync(join(folder, 'c.yaml'), clusterYaml)
    await runOperation({} as Io, 'restart', join(folder, 'c.yaml'), { output: 'json', concurrency: 1 }, {})
  } finally {
    rmSync(folder, { recursive: true })
  }
  const { steps } = converge.mock.calls[0]?.[0].playbook ?? { steps: [] }
  expect(hostQuestions(clusterOf(), steps).reads).toEqual([
    CONTAINERD,
    ...['check', 'before', 'run', 'after', 'finish'].map((phase) => `/etc/${phase}.toml`),
  ])
})

test('a host without a node joins', () => {
  const { joins } = hostQuestions(clusterOf(), [])
  const states: Facts['kubernetes']['state'][] = ['none', 'worker', 'control-plane']
  const of = (state: Facts['kubernetes']['state']) => {
    const facts = factsOf('debian-12')
    return { host: worker, facts: { ...facts, kubernetes: { ...facts.kubernetes, state } } }
  }
  expect(states.map((state) => joins(of(state)))).toEqual([true, false, false])
})

test('a host whose node has labels, annotations or taints of cluster.yaml, or once had, needs the control planes, too', () => {
  const { joins } = hostQuestions(clusterOf(), [])
  const facts = factsOf('debian-12')
  const of = (host: Host, nodeSettings = false) =>
    joins({ host, facts: { ...facts, kubernetes: { ...facts.kubernetes, state: 'worker', nodeSettings } } })
  const dedicated = { key: 'dedicated', value: '', effect: 'NoSchedule' } as const
  const some: Partial<Host>[] = [{ labels: { a: '' } }, { annotations: { a: '' } }, { taints: [dedicated] }]
  expect(some.map((settings) => of({ ...worker, ...settings }))).toEqual([true, true, true])
  expect([of(worker), of(worker, true)]).toEqual([false, true])
})
