import { execFile } from 'node:child_process'
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { startGuarded } from './guarded-process.ts'

/** A real ssh-agent of one's own. */
export interface Agent {
  readonly socket: string
  readonly add: (keyFile: string, passphrase?: string) => Promise<void>
  readonly stop: () => Promise<void>
}

export async function startAgent(): Promise<Agent> {
  const folder = await mkdtemp(join(tmpdir(), 'nodeprep-agent-'))
  const socket = join(folder, 'agent')
  const server = startGuarded('ssh-agent', ['-D', '-a', socket])
  for (let tries = 0; tries < 200 && !(await exists(socket)); tries += 1) await sleep(10)
  return {
    socket,
    add: async (keyFile, passphrase = '') => {
      // ssh-add asks a program for the passphrase when it is told to; this one says it.
      const ask = join(folder, 'ask')
      await writeFile(ask, `#!/bin/sh\necho '${passphrase}'\n`, { mode: 0o700 })
      const env = { ...process.env, SSH_AUTH_SOCK: socket, SSH_ASKPASS: ask, SSH_ASKPASS_REQUIRE: 'force' }
      await promisify(execFile)('ssh-add', ['-q', keyFile], { env })
    },
    stop: async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
