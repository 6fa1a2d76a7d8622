import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Transport } from '../../../src/transport/connection.ts'
import { createTransport, type TransportOptions } from '../../../src/transport/index.ts'
import type { SshSettings } from '../../../src/transport/target/settings.ts'
import { me, noSignal, startBench, type Bench } from '../bench.ts'
import { failureOf } from '../failure.ts'
import { outcomeOf, runCommand } from '../run-command.ts'
import { freePort, makeKey, startSshd, type Sshd } from '../sshd.ts'

let bench: Bench
/** Behind the bench's own sshd, which is the jump host. */
let inner: Sshd
let bastionKey: string

beforeAll(async () => {
  bench = await startBench()
  bastionKey = join(bench.home.path, 'bastion-key')
  await bench.sshd.authorize(await makeKey(bastionKey, 'ecdsa'))
  inner = await startSshd({ authorizedKeys: [bench.publicKey] })
  await knowBoth()
})

afterAll(async () => {
  await inner.stop()
  await bench.stop()
})

async function knowBoth(): Promise<void> {
  await bench.home.know(
    `[127.0.0.1]:${bench.proxy.port} ${bench.sshd.hostKeys.ed25519 ?? ''}`,
    `[127.0.0.1]:${inner.port} ${inner.hostKeys.ed25519 ?? ''}`,
  )
}

const bastion = (): NonNullable<SshSettings['bastion']> => ({ address: '127.0.0.1', user: me, port: bench.proxy.port })

function behind(options: TransportOptions, ssh: SshSettings = {}, name = 'w1'): Transport {
  const settings = { user: me, port: inner.port, bastion: bastion(), ...ssh }
  return createTransport({ name, address: '127.0.0.1', ssh: settings }, options)
}

describe('a host behind a bastion', () => {
  it('is reached through it', async () => {
    const connection = await behind(bench.home.options()).connect(noSignal)
    const { stdout } = await runCommand(connection, 'echo "$SSH_CONNECTION"; exit 3')
    expect(stdout.split(' ')[3]).toBe(`${inner.port}\n`)
    await connection.close()
  })

  it('is reached with another key than the bastion', async () => {
    const settings: SshSettings = {
      bastion: { address: '127.0.0.1', user: me, port: bench.proxy.port, identityFile: bastionKey },
    }
    const connection = await behind(bench.home.options(), settings).connect(noSignal)
    await connection.close()
    expect(await bench.sshd.log()).toMatch(/Accepted publickey .* ECDSA /)
  })

  it('carries much output', async () => {
    const connection = await behind(bench.home.options()).connect(noSignal)
    const { stdout } = await runCommand(connection, 'head -c 3000000 /dev/zero')
    expect(stdout.length).toBe(3_000_000)
    await connection.close()
  })

  it('shares the one connection to the bastion with the others, until the last has done', async () => {
    const options = bench.home.options()
    const before = bench.proxy.connections()
    const names = ['w1', 'w2', 'w3', 'w4']
    const connections = await Promise.all(names.map((name) => behind(options, {}, name).connect(noSignal)))
    expect(bench.proxy.connections() - before).toBe(1)
    for (const connection of connections.slice(1)) await connection.close()
    const [first] = connections
    if (!first) throw new Error('no connection')
    expect(await runCommand(first, 'echo still here')).toMatchObject({ stdout: 'still here\n' })
    await first.close()
    const again = await behind(options).connect(noSignal)
    expect(bench.proxy.connections() - before).toBe(2)
    await again.close()
  })

  it('loses its connection with the bastion’s, and can be reached again', async () => {
    const options = bench.home.options()
    const connection = await behind(options).connect(noSignal)
    const channel = await connection.open('echo started; sleep 60')
    // What comes with the channel itself goes to the first who listens.
    channel.onStdout(() => bench.proxy.cut())
    expect(await outcomeOf(channel)).toMatchObject({ code: null })
    await connection.close()
    const again = await behind(options).connect(noSignal)
    expect(await runCommand(again, 'true')).toMatchObject({ code: 0 })
    await again.close()
  })

  it('is found silent when the bastion is', async () => {
    const options = bench.home.options({ timing: { keepalive: 100, keepaliveCount: 2, close: 100 } })
    const connection = await behind(options).connect(noSignal)
    const channel = await connection.open('sleep 60')
    bench.proxy.freeze()
    expect(await channel.exit).toEqual({ code: null })
    await connection.close()
  })

  it('stops at an unknown key of the bastion, by the bastion’s name', async () => {
    await bench.home.know(`[127.0.0.1]:${inner.port} ${inner.hostKeys.ed25519 ?? ''}`)
    const error = await failureOf(behind(bench.home.options()).connect(noSignal))
    expect(error.code).toBe('host-key-unknown')
    expect(error.message).toMatch(new RegExp(`^127.0.0.1:${bench.proxy.port} is not in known_hosts`))
    await knowBoth()
  })

  it('stops at an unknown key of the host itself', async () => {
    await bench.home.know(`[127.0.0.1]:${bench.proxy.port} ${bench.sshd.hostKeys.ed25519 ?? ''}`)
    const error = await failureOf(behind(bench.home.options()).connect(noSignal))
    expect(error.message).toContain(`w1 (127.0.0.1:${inner.port}) is not in known_hosts`)
    await knowBoth()
  })

  it('says when the bastion cannot reach the host', async () => {
    const port = await freePort()
    const error = await failureOf(behind(bench.home.options(), { port }).connect(noSignal))
    expect(error).toMatchObject({ code: 'unreachable' })
    expect(error.message).toBe(`w1 (127.0.0.1:${port}): not reachable through 127.0.0.1`)
  })

  it('says when nothing listens at the bastion', async () => {
    const settings: SshSettings = { bastion: { address: '127.0.0.1', user: me, port: await freePort() } }
    expect(await failureOf(behind(bench.home.options(), settings).connect(noSignal))).toMatchObject({
      code: 'unreachable',
    })
  })

  it('can be given up while the bastion is still being reached', async () => {
    const abort = new AbortController()
    const connecting = behind(bench.home.options()).connect(abort.signal)
    setImmediate(() => abort.abort())
    expect(await failureOf(connecting)).toMatchObject({ code: 'interrupted' })
  })
})

describe('a ProxyJump of the OpenSSH configuration', () => {
  it('is followed, with what the configuration says about each host', async () => {
    await bench.home.configure(
      [
        `Host jump\n  HostName 127.0.0.1\n  Port ${bench.proxy.port}\n  IdentityFile ${bastionKey}`,
        `Host cluster-1\n  HostName 127.0.0.1\n  Port ${inner.port}\n  ProxyJump ${me}@jump`,
      ].join('\n'),
    )
    const transport = createTransport({ name: 'w1', address: 'cluster-1', ssh: { user: me } }, bench.home.options())
    const connection = await transport.connect(noSignal)
    expect(await runCommand(connection, 'echo "$SSH_CONNECTION"')).toMatchObject({
      stdout: expect.stringMatching(new RegExp(` ${inner.port}\\n$`)) as string,
    })
    await connection.close()
  })

  it('may be a chain', async () => {
    const hop = (name: string, port: number): string => `Host ${name}\n  HostName 127.0.0.1\n  Port ${port}`
    await bench.home.configure(
      [
        hop('a', bench.proxy.port),
        hop('b', bench.sshd.port),
        `${hop('c', inner.port)}\n  ProxyJump a,b`,
        `Match all\n  User ${me}`,
      ].join('\n'),
    )
    const known = [
      `[127.0.0.1]:* ${bench.sshd.hostKeys.ed25519 ?? ''}`,
      `[127.0.0.1]:* ${inner.hostKeys.ed25519 ?? ''}`,
    ]
    await bench.home.know(...known)
    const before = bench.proxy.connections()
    const connection = await createTransport({ name: 'c', address: 'c', ssh: {} }, bench.home.options()).connect(
      noSignal,
    )
    expect(await runCommand(connection, 'echo there')).toMatchObject({ stdout: 'there\n' })
    expect(bench.proxy.connections() - before).toBe(1)
    await connection.close()
  })

  it('in a circle is an error in the input', async () => {
    await bench.home.configure('Host a\n  ProxyJump b\nHost b\n  ProxyJump a')
    const transport = createTransport({ name: 'w1', address: 'a', ssh: {} }, bench.home.options())
    expect(await failureOf(transport.connect(noSignal))).toMatchObject({ code: 'invalid-input' })
  })
})
