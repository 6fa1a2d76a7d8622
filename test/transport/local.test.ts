import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Connection } from '../../src/transport/connection.ts'
import { createTransport, transportOptions } from '../../src/transport/index.ts'
import { noSignal } from './bench.ts'
import { describeCommands } from './command-behaviour.ts'
import { failureOf } from './failure.ts'
import { runCommand } from './run-command.ts'

const transport = createTransport({ name: 'here', address: 'here', ssh: { transport: 'local' } }, transportOptions())
let connection: Connection

beforeAll(async () => {
  connection = await transport.connect(noSignal)
})

afterAll(async () => {
  await connection.close()
})

describeCommands('the local transport', () => connection)

describe('the local transport', () => {
  it('names the signal that ended a command', async () => {
    expect(await runCommand(connection, 'kill -TERM $$')).toMatchObject({ code: null, signal: 'SIGTERM' })
  })

  it('ends what still runs when it is closed, children included', async () => {
    const closing = await transport.connect(noSignal)
    const channel = await closing.open('sleep 60 | cat')
    await closing.close()
    expect(await channel.exit).toMatchObject({ code: null })
  })

  it('does not start when the signal came first', async () => {
    expect(await failureOf(transport.connect(AbortSignal.abort()))).toMatchObject({ code: 'interrupted' })
  })
})
