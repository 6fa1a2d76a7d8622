import { createServer, type Server } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { noSignal, startBench, type Bench } from '../bench.ts'
import { failureOf } from '../failure.ts'
import { outcomeOf, runCommand } from '../run-command.ts'
import { freePort } from '../sshd.ts'

let bench: Bench

beforeAll(async () => {
  bench = await startBench()
})

afterAll(() => bench.stop())

describe('a connection that is cut', () => {
  it('ends the running command without an exit code, and starts no other', async () => {
    const connection = await bench.transport().connect(noSignal)
    const channel = await connection.open('read -r _; echo started; sleep 60')
    const outcome = outcomeOf(channel)
    channel.onStdout(() => bench.proxy.cut())
    // What comes with the channel itself goes to the first who listens.
    channel.write('go\n')
    expect(await outcome).toEqual({ code: null, stdout: 'started\n', stderr: '' })
    channel.write('into the void\n')
    channel.end()
    expect(await failureOf(connection.open('true'))).toMatchObject({ code: 'connection-lost' })
    await connection.close()
  })

  it('ends every command that runs over it', async () => {
    const connection = await bench.transport().connect(noSignal)
    const channels = await Promise.all([connection.open('sleep 60'), connection.open('cat')])
    bench.proxy.cut()
    expect(await Promise.all(channels.map(({ exit }) => exit))).toEqual([{ code: null }, { code: null }])
  })

  it('can be made again', async () => {
    const transport = bench.transport()
    await transport.connect(noSignal)
    bench.proxy.cut()
    const second = await transport.connect(noSignal)
    expect(await runCommand(second, 'echo back')).toMatchObject({ code: 0, stdout: 'back\n' })
    await second.close()
  })

  it('while a command is being started rejects that command', async () => {
    const connection = await bench.transport().connect(noSignal)
    const opening = connection.open('true')
    bench.proxy.cut()
    expect(await failureOf(opening)).toMatchObject({ code: 'connection-lost' })
  })
})

describe('a peer that falls silent', () => {
  it('is found out by its missing signs of life', async () => {
    const timing = { keepalive: 100, keepaliveCount: 2, close: 100 }
    const connection = await bench.transport({}, { timing }).connect(noSignal)
    const channel = await connection.open('sleep 60')
    bench.proxy.freeze()
    expect(await channel.exit).toEqual({ code: null })
    expect(await failureOf(connection.open('true'))).toMatchObject({ code: 'connection-lost' })
    await connection.close()
  })

  it('does not keep close() waiting', async () => {
    const connection = await bench.transport({}, { timing: { close: 50 } }).connect(noSignal)
    const channel = await connection.open('sleep 60')
    bench.proxy.freeze()
    await connection.close()
    expect(await channel.exit).toEqual({ code: null })
  })
})

describe('connecting', () => {
  let silent: Server | undefined
  let port: number

  beforeEach(async () => {
    port = await freePort()
    const server = (silent = createServer())
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  })

  afterEach(() => silent?.close())

  it('gives up on a port that accepts and says nothing', async () => {
    const error = await failureOf(bench.transport({ port }, { timing: { connect: 200 } }).connect(noSignal))
    expect(error).toMatchObject({ code: 'unreachable' })
    expect(error.message).toBe(`w1 (127.0.0.1:${port}): no SSH connection within 0.2 s`)
  })

  it('gives up on a server that speaks another protocol', async () => {
    silent?.on('connection', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const error = await failureOf(bench.transport({ port }).connect(noSignal))
    expect(error).toMatchObject({ code: 'unreachable' })
    expect(error.message).toMatch(/closed the connection before the log-in|not an SSH server/)
  })

  it('gives up on a server that closes at once', async () => {
    silent?.on('connection', (socket) => socket.destroy())
    const error = await failureOf(bench.transport({ port }).connect(noSignal))
    expect(error).toMatchObject({ code: 'unreachable' })
    expect(error.message).toMatch(/closed the connection before the log-in|not an SSH server/)
  })

  it('ends at once when it is interrupted', async () => {
    const abort = new AbortController()
    silent?.on('connection', () => abort.abort())
    expect(await failureOf(bench.transport({ port }).connect(abort.signal))).toMatchObject({ code: 'interrupted' })
  })

  it('does not begin when it was interrupted before', async () => {
    const error = await failureOf(bench.transport({ port }).connect(AbortSignal.abort()))
    expect(error).toMatchObject({ code: 'interrupted' })
  })

  it('says when a name cannot be resolved', async () => {
    const transport = bench.transport({ bastion: { address: 'no-such-host.invalid' } })
    expect(await failureOf(transport.connect(noSignal))).toMatchObject({ code: 'unreachable' })
  })
})
