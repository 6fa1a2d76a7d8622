import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Host } from '../../src/cluster/cluster.ts'
import type { PlaybookStep } from '../../src/playbook/playbook.ts'
import { Secrets } from '../../src/report/secrets/secrets.ts'
import { look } from '../../src/status/look.ts'
import { statusOf } from '../../src/status/status.ts'
import { clusterOf, controlPlane, worker } from '../kubernetes/fixtures.ts'
import { optionsOf } from '../runner/run-options.ts'
import { ScriptedHost } from '../runner/scripted-host.ts'

const scripted = vi.hoisted(() => new Map<string, { transport: unknown }>())
vi.mock('../../src/transport/index.ts', () => ({
  createTransport: ({ name }: Host) => scripted.get(name)?.transport,
}))
afterEach(() => scripted.clear())

const common = { when: [], sensitive: false, awaits: [], provides: [], source: { file: 'p.yaml', line: 7 } }
const steps: readonly PlaybookStep[] = [
  { ...common, id: 'forwarding', kind: 'command', params: { title: 'packets are forwarded', check: 'x', apply: 'x' } },
  { ...common, id: 'nodes-ready', kind: 'wait', params: { title: 'nodes are Ready', check: 'x', timeout: 1 } },
  { ...common, id: 'status-host', kind: 'report', params: { title: 'r', script: 'x' }, collect: ['status-host'] },
]
const base64 = (text: string) => Buffer.from(text).toString('base64')

function hostThat(...said: readonly string[]): ScriptedHost {
  const host = new ScriptedHost()
  host.facts = ['memoryKiB 4194304', 'cpus 2', 'cgroup 2']
  host.answer = (order, self) => {
    if (!order.startsWith('check')) throw new Error(`a status does not order ${order}`)
    self.say('begin', ...said, 'end 0 ', 'checked')
  }
  return host
}

const report = base64('unit kubelet active\nsandboxImage hunter2hunter2\n')
const healthy = () => hostThat('ok 1', 'ok 2', `report 3 ${report}`, 'ok 3')

async function looked(cp1: ScriptedHost, w1: ScriptedHost, signal = new AbortController().signal) {
  scripted.set(controlPlane.name, cp1)
  scripted.set(worker.name, w1)
  const secrets = new Secrets()
  secrets.register('hunter2hunter2')
  const { playbook, ...options } = optionsOf(steps, { signal })
  if ('make' in playbook) throw new Error('not this one')
  const cluster = clusterOf({ ignoreChecks: ['os-release', 'hostname', 'machine-id'] })
  return await look({ ...options, playbook, cluster, secrets })
}

describe('a look', () => {
  it('asks each host once, orders nothing but a check, and shows no secret', async () => {
    const [cp1, w1] = [healthy(), hostThat('would 1', 'would 2', `report 3 ${report}`, 'ok 3')]
    const seen = await looked(cp1, w1)
    expect([cp1.orders.length, w1.orders.length]).toEqual([1, 1])
    expect(seen.reports.get('w1')).toBe('unit kubelet active\nsandboxImage [secret]\n')
    const { hosts } = statusOf(seen, 'c.yaml')
    expect(hosts.map(({ state }) => state.pending.map(({ step }) => step))).toEqual([[], ['forwarding']])
  })

  it('goes on without a host that is away', async () => {
    const away = healthy()
    away.up = false
    const { hosts, exitCode } = statusOf(await looked(healthy(), away), 'c.yaml')
    expect([exitCode, hosts.map(({ word }) => word)]).toEqual([3, ['NotJoined', 'Unreachable']])
  })

  it('keeps warnings of hosts, but for those about all nodes', async () => {
    const warns = hostThat('warn 1 look here', 'ok 1', 'start 2 nodes-ready', 'warn 2 strangers', 'would 2', 'ok 3')
    expect((await looked(healthy(), warns)).warnings).toEqual([{ host: 'w1', message: 'look here' }])
  })

  it('ends when it is interrupted', async () => {
    const stopping = new AbortController()
    const cp1 = healthy()
    cp1.answer = () => stopping.abort()
    await expect(looked(cp1, healthy(), stopping.signal)).rejects.toMatchObject({ code: 'interrupted' })
  })
})
