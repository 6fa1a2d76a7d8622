import { expect, it, vi } from 'vitest'
import type { Cluster, Host } from '../../src/cluster/cluster.ts'
import { NodeprepError } from '../../src/errors.ts'
import { HostSet } from '../../src/runner/host-set.ts'
import { transportOptions } from '../../src/transport/options.ts'
import { ScriptedHost } from './scripted-host.ts'

const scripted = vi.hoisted(() => new Map<string, { transport: ScriptedHost['transport'] }>())
vi.mock('../../src/transport/index.ts', () => ({
  createTransport: ({ name }: Host) => scripted.get(name)?.transport,
}))

/** What happens when a host is logged in to; `log` has what happened before. */
type LogIn = (host: ScriptedHost, log: readonly string[]) => unknown

const atOnce: LogIn = () => undefined
const refused: LogIn = () => Promise.reject(new NodeprepError('auth-failed', 'no key is accepted'))
const after =
  (line: string, then: LogIn = atOnce): LogIn =>
  async (host, log) => {
    await vi.waitFor(() => expect(log).toContain(line), 10_000)
    await then(host, log)
  }

/** Connects to hosts. Resolves to what happened in order; `waiting` is when the client was told that it only waits. */
async function logOf(logIns: Readonly<Record<string, LogIn>>, concurrency = 10): Promise<readonly string[]> {
  const names = Object.keys(logIns)
  const log: string[] = []
  for (const [name, logIn] of Object.entries(logIns)) {
    const host = new ScriptedHost()
    const connect: ScriptedHost['transport']['connect'] = async (signal) => {
      await logIn(host, log)
      log.push(`${name} in`)
      return await host.transport.connect(signal)
    }
    scripted.set(name, { transport: { description: 'scripted', connect } })
  }
  const hosts = names.map((name) => ({ name, role: 'worker', ssh: {}, become: { method: 'none' } }))
  const set = new HostSet({
    ...{ cluster: { name: 'c', hosts } as unknown as Cluster, run: 'r1', concurrency, transport: transportOptions() },
    signal: new AbortController().signal,
    emit: (event) => {
      if (event.type === 'host-facts') log.push(`${event.host} answered`)
      if (event.type === 'host-ended') log.push(`${event.host} ${event.outcome}`)
    },
    ...{ asks: () => [], reads: [], joins: () => false },
    password: () => Promise.resolve(undefined),
    onWaiting: () => log.push('waiting'),
  })
  await set.connect(names, false)
  await set.close()
  return log
}

it('the client is told once, when the last host was logged in to and before it answers', async () => {
  const log = await logOf({ a: atOnce, b: after('a answered') })
  expect(log).toEqual(['a in', 'a answered', 'b in', 'waiting', 'b answered'])
})

it('a host that cannot be logged in to is not waited for', async () => {
  const last = await logOf({ a: atOnce, b: after('a answered', refused) })
  expect(last.filter((line) => line === 'waiting')).toEqual(['waiting'])
  const first = await logOf({ a: refused, b: after('a unreachable') })
  expect(first).toEqual(['a unreachable', 'b in', 'waiting', 'b answered'])
})

it('the client is told once also when no host can be logged in to', async () => {
  const log = await logOf({ a: refused, b: after('a unreachable', refused) })
  expect(log.filter((line) => line === 'waiting')).toEqual(['waiting'])
})

it('a host that is logged in to again counts once', async () => {
  const cutOnce: LogIn = (host, log) => {
    const { connect } = host.transport
    if (log.includes('a in')) return
    host.transport.connect = async (signal) => {
      host.transport.connect = connect
      const connection = await connect(signal)
      const cut = new NodeprepError('connection-lost', 'the connection was lost')
      return { ...connection, open: () => Promise.reject(cut) }
    }
  }
  const log = await logOf({ a: cutOnce, b: after('a answered') })
  expect(log).toEqual(['a in', 'a in', 'a answered', 'b in', 'waiting', 'b answered'])
})

it('hosts that are connected to one after the other are all waited for', async () => {
  const log = await logOf({ a: atOnce, b: atOnce, c: atOnce }, 1)
  expect(log).toEqual(['a in', 'a answered', 'b in', 'b answered', 'c in', 'waiting', 'c answered'])
})
