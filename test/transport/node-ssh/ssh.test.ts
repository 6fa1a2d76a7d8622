import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Connection } from '../../../src/transport/connection.ts'
import { me, noSignal, startBench, type Bench } from '../bench.ts'
import { describeCommands } from '../command-behaviour.ts'
import { failureOf } from '../failure.ts'
import { runCommand } from '../run-command.ts'
import { freePort } from '../sshd.ts'

let bench: Bench
let connection: Connection

beforeAll(async () => {
  bench = await startBench()
  connection = await bench.transport().connect(noSignal)
})

afterAll(async () => {
  await connection.close()
  await bench.stop()
})

describeCommands('node-ssh', () => connection)

describe('a connection by node-ssh', () => {
  it('is described as a person would call it', () => {
    expect(bench.transport().description).toBe(`ssh ${me}@127.0.0.1:${bench.proxy.port}`)
  })

  it('names the signal that ended a command', async () => {
    expect(await runCommand(connection, 'kill -TERM $$')).toMatchObject({ code: null, signal: 'SIGTERM' })
  })

  it('refuses a command after it was closed', async () => {
    const closed = await bench.transport().connect(noSignal)
    await closed.close()
    await closed.close()
    expect(await failureOf(closed.open('true'))).toMatchObject({ code: 'connection-lost' })
  })

  it('ends the commands that still run when it is closed', async () => {
    const closing = await bench.transport().connect(noSignal)
    const channel = await closing.open('sleep 60')
    await closing.close()
    expect(await channel.exit).toEqual({ code: null })
  })

  it('gives a command what was written last when it is left', async () => {
    const heard = join(bench.home.path, 'heard')
    for (let i = 0; i < 20; i += 1) {
      const leaving = await bench.transport().connect(noSignal)
      const channel = await leaving.open(`while read -r line; do echo "$line" >>'${heard}'; done`)
      channel.write(`order ${i}\n`)
      await leaving.leave?.()
      expect(await channel.exit).toEqual({ code: null })
    }
    const all = Array.from({ length: 20 }, (_, i) => `order ${i}\n`)
    await vi.waitFor(() => expect(readFileSync(heard, 'utf8').match(/.+\n/g)?.sort()).toEqual(all.sort()), 5000)
  })

  it('says that nothing listens on a closed port', async () => {
    const error = await failureOf(bench.transport({ port: await freePort() }).connect(noSignal))
    expect(error.code).toBe('unreachable')
    expect(error.message).toMatch(/^w1 \(127\.0\.0\.1:\d+\): connection refused: nothing listens there$/)
  })
})
