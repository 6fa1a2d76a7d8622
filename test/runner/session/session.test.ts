import { expect, it } from 'vitest'
import { NodeprepError } from '../../../src/errors.ts'
import { Session } from '../../../src/runner/session/session.ts'
import type { Channel, Connection } from '../../../src/transport/connection.ts'

/** A session with a host that says what it is told to, and keeps to itself what it is asked. */
async function connected(losses = 0, more: Partial<Connection> = {}) {
  let say: (text: string) => void = () => undefined
  let leave: () => void = () => undefined
  const calls: string[] = []
  const channel: Channel = {
    onStdout: (listener) => (say = (text) => listener(Buffer.from(text))),
    onStderr: () => undefined,
    write: (data) => void calls.push(String(data)),
    end: () => void calls.push('end'),
    exit: new Promise((resolve) => (leave = () => resolve({ code: 0 }))),
  }
  const open = (command: string): Promise<Channel> => {
    const [, tag = ''] = /T=([0-9a-f]+)/.exec(command) ?? []
    setImmediate(() => say(`\n\x1e${tag} open sh3ll\n\n\x1esh3ll ready\n`))
    return Promise.resolve(channel)
  }
  const session = new Session({
    host: { name: 'h1', address: '127.0.0.1', role: 'worker', ssh: {}, become: { method: 'none' } },
    transport: {
      description: '',
      connect: () => {
        calls.push('connect')
        const lost = calls.filter((call) => call === 'connect').length
        if (lost > 1 && lost <= 1 + losses)
          return Promise.reject(new NodeprepError('connection-lost', 'the connection was lost'))
        return Promise.resolve({ open, close: () => Promise.resolve(void calls.push('close')), ...more })
      },
    },
    nonce: 'n0nce',
    signal: new AbortController().signal,
    password: () => Promise.resolve(undefined),
    note: () => undefined,
  })
  await session.connect()
  if (losses === 0) calls.length = 0
  return { session, calls, say: (text: string) => say(text), leave: () => leave() }
}

it('does not hear what comes in one packet with the last word of an exchange', async () => {
  const { session, say } = await connected()
  const heard: string[] = []
  const done = session.exchange('go', (message) => {
    if (message.type === 'event') heard.push(message.name)
    return message.type === 'event' && message.name === 'end'
  })
  // A program that ended while it was asked whether it lives.
  say('\n\x1en0nce begin\n\n\x1en0nce end 0 \n\n\x1en0nce died\n')
  expect(await done).toBe(true)
  expect(heard).toEqual(['begin', 'end'])
})

it('ends the connection only when the host has done its last order', async () => {
  const { session, calls, leave } = await connected()
  session.sayGoodBye('bye run\n')
  const closing = session.close()
  await new Promise(setImmediate)
  expect(calls).toEqual(['bye run\n', 'end'])
  leave()
  await closing
  expect(calls).toEqual(['bye run\n', 'end', 'close'])
})

it('does not wait for that where the way to the host can promise that it gets the order', async () => {
  const left: string[] = []
  const { session, calls } = await connected(0, { leave: () => Promise.resolve(void left.push('left')) })
  session.sayGoodBye('bye run\n')
  await session.close()
  expect([calls, left]).toEqual([['bye run\n'], ['left']])
  const other = await connected(0, { leave: () => Promise.resolve(void left.push('left')) })
  await other.session.close()
  expect([other.calls, left]).toEqual([['end', 'close'], ['left']])
})

it('ends the connection at once when nothing was left to do', async () => {
  const { session, calls } = await connected()
  await session.close()
  expect(calls).toEqual(['end', 'close'])
})

it('tries again when the connection is lost while it comes back', async () => {
  const { session, calls } = await connected(2)
  await session.reconnect()
  expect(calls.filter((call) => call === 'connect')).toHaveLength(4)
  expect(session.connected).toBe(true)
})
