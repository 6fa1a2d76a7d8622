import type { Client } from 'ssh2'
import { expect, it, vi } from 'vitest'

/** A double of ssh2's client: what its inner part sends, in order; `open` is what exec() does with it. */
function clientOf(server: string, number: number) {
  const sent: string[] = []
  const protocol = {
    session: (channel: number) => void sent.push(`open ${channel}`),
    exec: (channel: number, command: string, wantReply: boolean) =>
      void sent.push(`exec ${channel} ${command} ${wantReply}`),
  }
  const client = { _protocol: protocol, _remoteVer: server } as unknown as Client
  const exec = (command: string): void => {
    protocol.session(0)
    sent.push('the server has answered')
    protocol.exec(number, command, true)
  }
  return { client, sent, exec }
}

/** What is trusted is kept for the whole process. */
async function freshly() {
  vi.resetModules()
  return (await import('../../../src/transport/node-ssh/command-at-once.ts')).sendCommandAtOnce
}

const late = ['open 0', 'the server has answered', 'exec 0 a true']

it('sends the first command with the request for its channel, once, and later ones as ssh2 does', async () => {
  const sendCommandAtOnce = await freshly()
  const { client, sent, exec } = clientOf('OpenSSH_9.2p1', 0)
  sendCommandAtOnce(client, 'a')
  exec('a')
  expect(sent.splice(0)).toEqual(['open 0', 'exec 0 a true', 'the server has answered'])
  sendCommandAtOnce(client, 'a')
  exec('a')
  expect(sent).toEqual(late)
})

it.each(['dropbear_2022.83', 'ssh2js1.17.0', ''])('leaves the server %j alone', async (server) => {
  const { client, sent, exec } = clientOf(server, 0)
  ;(await freshly())(client, 'a')
  exec('a')
  expect(sent).toEqual(late)
})

it('guesses no more numbers after a wrong one', async () => {
  const sendCommandAtOnce = await freshly()
  const wrong = clientOf('OpenSSH_99', 7)
  sendCommandAtOnce(wrong.client, 'a')
  wrong.exec('a')
  expect(wrong.sent).toEqual(['open 0', 'exec 0 a true', 'the server has answered'])
  const next = clientOf('OpenSSH_99', 7)
  sendCommandAtOnce(next.client, 'a')
  next.exec('a')
  expect(next.sent).toEqual(['open 0', 'the server has answered', 'exec 7 a true'])
})

it('leaves an ssh2 alone whose inner part looks different', async () => {
  const client = { _protocol: { session: 1 }, _remoteVer: 'OpenSSH_9' } as unknown as Client
  const sendCommandAtOnce = await freshly()
  expect(() => sendCommandAtOnce(client, 'a')).not.toThrow()
})
