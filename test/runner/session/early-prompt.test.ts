import { expect, test } from 'vitest'
import { openShell } from '../../../src/runner/session/shell.ts'
import type { Connection } from '../../../src/transport/connection.ts'
import { Output } from '../../../src/transport/output.ts'

test('a prompt of sudo that was there before anybody listened is answered', async () => {
  const stderr = new Output()
  const written = new Promise<string>((resolve) => {
    const connection: Connection = {
      open: (command) => {
        stderr.push(Buffer.from(/'(\[sudo [^\]]+\])'/.exec(command)?.[1] ?? ''))
        return Promise.resolve({
          ...{ onStdout: () => undefined, onStderr: (listener) => stderr.listen(listener), end: () => undefined },
          ...{ write: (data) => resolve(String(data)), exit: new Promise(() => undefined) },
        })
      },
      close: () => Promise.resolve(),
    }
    const become = { method: 'sudo', password: 'ask' } as const
    const options = { become, password: () => Promise.resolve('open sesame'), tell: () => undefined }
    openShell(connection, options).catch(() => undefined)
  })
  expect(await written).toBe('open sesame\n')
})
