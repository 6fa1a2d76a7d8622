import { vi } from 'vitest'
import type { Cluster, Host } from '../../src/cluster/cluster.ts'
import type { Plan, PlannedStep } from '../../src/plan/plan.ts'
import type { Event } from '../../src/report/event.ts'
import { applyPlan } from '../../src/runner/execute.ts'
import { HostSet } from '../../src/runner/host-set.ts'
import { transportOptions } from '../../src/transport/options.ts'
import { ScriptedHost } from './scripted-host.ts'

const scripted = vi.hoisted(() => new Map<string, { transport: unknown }>())
vi.mock('../../src/transport/index.ts', () => ({
  createTransport: ({ name }: Host) => scripted.get(name)?.transport,
}))

/** A run over scripted hosts, whose names are the keys of `steps`. */
export async function scriptedRun(steps: Readonly<Record<string, readonly PlannedStep[]>>, concurrency = 10) {
  const names = Object.keys(steps)
  const hosts = new Map(names.map((name) => [name, new ScriptedHost()]))
  for (const [name, host] of hosts) scripted.set(name, host)
  const cluster = {
    name: 'c',
    hosts: names.map((name) => ({ name, role: 'worker', ssh: {}, become: { method: 'none' } })),
  } as unknown as Cluster
  const stopping = new AbortController()
  const events: Event[] = []
  const set = new HostSet({
    ...{ cluster, run: 'r1', concurrency, transport: transportOptions(), signal: stopping.signal },
    emit: (event) => events.push(event),
    ...{ asks: () => [], reads: [], joins: () => false },
    password: () => Promise.resolve(undefined),
  })
  const found = await set.connect(names, false)
  const plan: Plan = {
    cluster: 'c',
    playbook: 'p',
    hosts: found.map(({ host, facts }) => ({ host: host.name, role: 'worker', facts, steps: steps[host.name] ?? [] })),
  }
  const host = (name: string): ScriptedHost => {
    const one = hosts.get(name)
    if (!one) throw new Error(`no host ${name}`)
    return one
  }
  /** Resolves when a host has been given an order that begins so. */
  const ordered = async (name: string, order: string): Promise<void> => {
    await vi.waitFor(() => {
      if (!host(name).orders.some((one) => one.startsWith(order))) throw new Error(`${name} was not told: ${order}`)
    }, 10_000)
  }
  const notes = () => events.flatMap((event) => (event.type === 'note' ? [event.message] : []))
  return { set, host, ordered, events, notes, finished: applyPlan(plan, set), stop: () => stopping.abort() }
}

/** Lets everything happen that needs no more than a turn of the event loop. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 5; i += 1) await new Promise((resolve) => setImmediate(resolve))
}
