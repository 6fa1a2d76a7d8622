import { connect } from 'node:net'
import { quote } from '../../shell/sh.ts'
import { hopArguments, opensshSetting } from './args.ts'
import { opensshError, opensshMissing } from './errors.ts'
import type { OpensshFiles } from './files.ts'
import type { TransportOptions } from '../run-options.ts'
import { startProcess } from '../start-process.ts'
import type { Target } from '../target/target.ts'

/** The ssh process that holds the connection, for other ssh processes to share. */
export interface Master {
  /** Resolves when it has logged in; rejects with a NodeprepError when it gave up. */
  readonly ready: Promise<void>
  /** Resolves when it has ended. */
  readonly over: Promise<void>
  /** Ends it; takes no longer than the time to close a connection. */
  readonly end: () => Promise<void>
}

/** Starts it. `reason` says why it must be the system's ssh. */
export async function startMaster(
  target: Target,
  reason: string,
  files: OpensshFiles,
  options: TransportOptions,
): Promise<Master> {
  const setting = await opensshSetting(target, options)
  const { mayAsk } = setting
  const hop = hopArguments(target, setting)
  // ssh goes by the first of several values, so that what is the master's own comes first.
  const own = [
    '-v',
    '-N',
    '-T',
    '-M',
    '-S',
    files.controlSocket,
    '-o',
    'ControlPersist=no',
    '-o',
    'PermitLocalCommand=yes',
  ]
  const localCommand = `exec /bin/sh ${quote(files.readyScript)}`.replaceAll('%', '%%')
  const args = [...own, '-o', `LocalCommand=${localCommand}`, ...hop, '--', target.address]
  const ask = mayAsk ? { SSH_ASKPASS: files.askScript, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: ':' } : {}
  const { process } = await startProcess('ssh', args, { ...options.env, ...ask })
  let said = ''
  process.stdin.on('error', () => undefined)
  process.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-65_536)))
  const ended = Promise.resolve(process).then(({ code }) => code)
  const ready = new Promise<void>((resolve, reject) => {
    process.stdout.once('data', () => resolve())
    ended.then((code) => {
      if (code === 'ENOENT') reject(opensshMissing(target, reason))
      else opensshError(target, said, options).then(reject, reject)
    }, reject)
  })
  ready.catch(() => undefined)
  const over = ended.then(
    () => undefined,
    () => undefined,
  )
  return {
    ready,
    over,
    end: async () => {
      process.kill('SIGTERM')
      const timer = setTimeout(() => process.kill('SIGKILL'), options.timing.close)
      await over
      clearTimeout(timer)
    },
  }
}

/** Whether a master still takes commands. */
export function takesCommands(controlSocket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(controlSocket)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
