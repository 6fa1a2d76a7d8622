import type { Channel, Connection, Exit } from '../../src/transport/connection.ts'

export interface Outcome extends Exit {
  readonly stdout: string
  readonly stderr: string
}

/** Gathers all that a channel says. */
export async function outcomeOf(channel: Channel): Promise<Outcome> {
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  channel.onStdout((chunk) => stdout.push(chunk))
  channel.onStderr((chunk) => stderr.push(chunk))
  const exit = await channel.exit
  return { ...exit, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }
}

/** Runs a command to its end, with `input` on its stdin. */
export async function runCommand(connection: Connection, command: string, input = ''): Promise<Outcome> {
  const channel = await connection.open(command)
  if (input !== '') channel.write(input)
  channel.end()
  return outcomeOf(channel)
}
