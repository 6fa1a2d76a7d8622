import { NodeprepError } from '../../errors.ts'
import { Attempt } from '../attempt.ts'
import type { Channel, Connection, Exit } from '../connection.ts'
import { makeOpensshFiles, type OpensshFiles } from './files.ts'
import { startMaster, takesCommands, type Master } from './master.ts'
import type { TransportOptions } from '../run-options.ts'
import { processChannel } from '../process-channel.ts'
import { startProcess } from '../start-process.ts'
import { tooLate } from '../node-ssh/ssh-errors.ts'
import { countHops, labelOf, type Target } from '../target/target.ts'

/**
 * Connects by the system's ssh: one process logs in, and every command is one more that shares its connection.
 * `reason` says why it must be this ssh. Rejects with a NodeprepError.
 */
export async function connectOpenssh(
  target: Target,
  reason: string,
  options: TransportOptions,
  signal: AbortSignal,
): Promise<Connection> {
  const patience = options.timing.connect * countHops(target)
  const attempt = new Attempt(signal, labelOf(target), patience, () => tooLate(target, patience))
  const files = await makeOpensshFiles()
  const starting = startMaster(target, reason, files, options)
  try {
    const master = await starting
    await attempt.wait(master.ready)
    return connectionOver(master, target, files)
  } catch (error) {
    await starting.then((master) => master.end()).catch(() => undefined)
    await files.remove()
    throw error
  } finally {
    attempt.end()
  }
}

function connectionOver(master: Master, target: Target, files: OpensshFiles): Connection {
  let lost = false
  // What cannot be removed is no secret, and no reason to fail.
  const cleared = master.over.then(() => {
    lost = true
    return files.remove().catch(() => undefined)
  })
  return {
    open: async (command) => {
      if (lost) {
        throw new NodeprepError('connection-lost', `${labelOf(target)}: cannot start a command: the connection is gone`)
      }
      return openChannel(target, files.controlSocket, command)
    },
    close: async () => {
      await master.end()
      await cleared
    },
  }
}

async function openChannel(target: Target, controlSocket: string, command: string): Promise<Channel> {
  const args = ['-F', 'none', '-T', '-S', controlSocket, '-e', 'none', '-l', target.user, '-p', String(target.port)]
  // Without a master, ssh would quietly make a connection of its own: a ProxyCommand that fails forbids that.
  args.push('-o', 'ControlMaster=no', '-o', 'ProxyCommand=false', '-o', 'LogLevel=ERROR', '--', target.address, command)
  // 255 is what ssh says of its own trouble, but also what it hands on from a command, or for one ended by a signal.
  const judge = async (exit: Exit): Promise<Exit> =>
    exit.code !== 255 || (await takesCommands(controlSocket)) ? exit : { code: null }
  const { process } = await startProcess('ssh', args)
  return processChannel(process, judge)
}
