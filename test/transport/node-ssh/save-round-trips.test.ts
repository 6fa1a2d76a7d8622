import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TransportSettings } from '../../../src/transport/index.ts'
import type { SshSettings } from '../../../src/transport/target/settings.ts'
import { noSignal, startBench, type Bench } from '../bench.ts'
import { runCommand } from '../run-command.ts'
import { startAgent, type Agent } from '../ssh-agent.ts'
import { makeKey } from '../sshd.ts'

/**
 * A flight is what the client sends after it has heard something new. By itself ssh2 needs six to log in: its name, its
 * algorithms, the key exchange, the request for the log-in service, the offer of a key, the signature. The first two
 * may fall together. The TCP handshake adds one round trip that the proxy does not show.
 */
const flightsOfLogIn = 4
/** The command together with its channel, and the end of its stdin. */
const flightsOfCommand = 2

let bench: Bench
let agent: Agent

beforeAll(async () => {
  bench = await startBench({}, 20)
  agent = await startAgent()
  await bench.sshd.authorize(await makeKey(join(bench.home.path, 'rsa'), 'rsa'))
})

afterAll(async () => {
  await agent.stop()
  await bench.stop()
})

async function flights(
  ssh: SshSettings,
  settings: TransportSettings = {},
): Promise<{ logIn: number; command: number }> {
  const before = bench.proxy.flights()
  const connection = await bench.transport(ssh, settings).connect(noSignal)
  const between = bench.proxy.flights()
  await runCommand(connection, 'true')
  const after = bench.proxy.flights()
  await connection.close()
  return { logIn: between - before, command: after - between }
}

describe('the number of round trips', () => {
  it('is as small as it can be with a key file', async () => {
    const { logIn, command } = await flights({})
    expect(logIn).toBeLessThanOrEqual(flightsOfLogIn)
    expect(command).toBeLessThanOrEqual(flightsOfCommand)
  })

  it('is the same with an RSA key, whose signature depends on what the server knows', async () => {
    expect((await flights({ identityFile: '~/rsa' })).logIn).toBeLessThanOrEqual(flightsOfLogIn)
  })

  it('is the same with the key of an agent', async () => {
    await agent.add(join(bench.home.path, '.ssh', 'id_ed25519'))
    const counted = await flights({}, { env: { SSH_AUTH_SOCK: agent.socket } })
    expect(counted.logIn).toBeLessThanOrEqual(flightsOfLogIn)
  })
})
