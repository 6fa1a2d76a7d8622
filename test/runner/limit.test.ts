import { expect, test, vi } from 'vitest'
import type { Cluster, Host } from '../../src/cluster/cluster.ts'
import { HostSet, type HostSetOptions } from '../../src/runner/host-set.ts'
import { transportOptions } from '../../src/transport/options.ts'
import { ScriptedHost } from './scripted-host.ts'

const scripted = vi.hoisted(() => new Map<string, { transport: ScriptedHost['transport'] }>())
vi.mock('../../src/transport/index.ts', () => ({
  createTransport: ({ name }: Host) => scripted.get(name)?.transport,
}))

/** The hosts that are connected to under `--limit w1`, each with what it is asked for. */
async function connected(
  options: Pick<HostSetOptions, 'asks' | 'joins' | 'asksControlPlanes'>,
): Promise<readonly string[]> {
  const roles = { cp1: 'control-plane', cp2: 'control-plane', w1: 'worker', w2: 'worker' }
  const hosts = Object.entries(roles).map(([name, role]) => ({ name, role, ssh: {}, become: { method: 'none' } }))
  const log: string[] = []
  for (const { name } of hosts) {
    const host = new ScriptedHost()
    const connect: ScriptedHost['transport']['connect'] = async (signal) => {
      const connection = await host.transport.connect(signal)
      const open: typeof connection.open = (command) => {
        log.push(`${name} ${/A=([^\\\n]*)$/m.exec(command)?.[1]}`)
        return connection.open(command)
      }
      return { ...connection, open }
    }
    scripted.set(name, { transport: { description: 'scripted', connect } })
  }
  const set = new HostSet({
    ...{ cluster: { name: 'c', hosts } as unknown as Cluster, run: 'r1', concurrency: 10, reads: [], ...options },
    ...{ transport: transportOptions(), signal: new AbortController().signal },
    emit: () => undefined,
    password: () => Promise.resolve(undefined),
  })
  const found = await set.connect(set.targets(['w1']), true)
  expect(found.map(({ host, facts }) => `${host.name} ${facts.os.id}`)).toEqual(
    log.map((line) => `${line.split(' ')[0]} debian`),
  )
  await set.close()
  return log
}

const asks = ({ name }: Host) => (name === 'w1' ? ['x'] : ['y'])

test('the limit stands where nobody needs the control planes', async () => {
  expect(await connected({ asks, joins: () => false })).toEqual(['w1 x'])
})

test('a host that joins brings the control planes with it, each asked for what it alone has', async () => {
  expect(await connected({ asks, joins: ({ host }) => host.name === 'w1' })).toEqual(['w1 x', 'cp1 y', 'cp2 y'])
})

test('so does a run that does something there for others', async () => {
  expect(await connected({ asks, joins: () => false, asksControlPlanes: true })).toEqual(['w1 x', 'cp1 y', 'cp2 y'])
})
