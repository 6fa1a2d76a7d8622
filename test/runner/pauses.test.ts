import { beforeEach, expect, it, vi } from 'vitest'
import { NodeprepError, type ErrorCode } from '../../src/errors.ts'
import { Session } from '../../src/runner/session/session.ts'

const pauses = vi.hoisted((): number[] => [])
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number) => {
    pauses.push(ms)
    return Promise.resolve()
  },
}))
beforeEach(() => void pauses.splice(0))

/** A host that no attempt reaches, for this reason. */
function unreached(error: Error, tried: () => void = () => undefined) {
  const notes: string[] = []
  const stopping = new AbortController()
  let tries = 0
  const connect = () => {
    tries += 1
    tried()
    return Promise.reject(error)
  }
  const session = new Session({
    host: { name: 'h1', address: '127.0.0.1', role: 'worker', ssh: {}, become: { method: 'none' } },
    transport: { description: '', connect },
    ...{ nonce: 'n', signal: stopping.signal, password: () => Promise.resolve(undefined) },
    note: (level, message) => notes.push(`${level}: ${message}`),
  })
  return { session, notes, stop: () => stopping.abort(), tries: () => tries }
}
const because = (code: ErrorCode) => new NodeprepError(code, `it is ${code}`)

it('a host that is not there at first is tried once more', async () => {
  const { session, notes, tries } = unreached(because('unreachable'))
  await expect(session.connect()).rejects.toThrow('it is unreachable')
  expect([tries(), pauses, notes]).toEqual([2, [1000], []])
})

it.each(['unreachable', 'connection-lost'] as const)(
  'a host that was lost and is %s is tried for about two minutes, ever more seldom',
  async (code) => {
    const { session, notes, tries } = unreached(because(code))
    await expect(session.reconnect()).rejects.toThrow(`it is ${code}`)
    expect(pauses).toEqual([
      ...[100, 500, 1000, 2000, 3000, 5000, 5000, 10_000, 10_000, 15_000, 15_000, 30_000, 30_000],
    ])
    expect(tries()).toBe(pauses.length + 1)
    expect(notes).toEqual([
      'warning: connection lost; work continues on the host; reconnecting',
      ...pauses.slice(1).map(() => `info: it is ${code}; trying again`),
    ])
  },
)

it.each([because('auth-failed'), because('host-key-mismatch'), because('become-failed'), new TypeError('it is ours')])(
  'what no patience helps against ends the attempts at once: %s',
  async (error) => {
    const { session, tries } = unreached(error)
    await expect(session.reconnect()).rejects.toBe(error)
    expect([tries(), pauses]).toEqual([1, []])
  },
)

it('nobody who wants to stop waits for a host that was never reached; one that was lost is tried all the same', async () => {
  const first = unreached(because('unreachable'), () => first.stop())
  await expect(first.session.connect()).rejects.toThrow('it is unreachable')
  expect([first.tries(), pauses]).toEqual([1, []])
  const lost = unreached(because('unreachable'), () => lost.stop())
  await expect(lost.session.reconnect()).rejects.toThrow('it is unreachable')
  expect(lost.tries()).toBe(14)
})
