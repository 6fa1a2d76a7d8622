import { CommanderError } from '@commander-js/extra-typings'
import type { Io } from './commands/io.ts'
import { buildProgram } from './commands/program.ts'
import { InvalidInput } from './config/problem.ts'
import { messageOf, NodeprepError } from './errors.ts'
import { errorText } from './report/error-text.ts'
import { exitCodeOfError, type ExitCode } from './report/exit-code.ts'
import { styleFor } from './report/style.ts'
import { count, sanitise } from './report/text.ts'

/** Runs one command line to its end. Never rejects; everything is written when it resolves. */
export async function main(
  self: NodeJS.Process,
  { signal, leaving }: Pick<Io, 'signal' | 'leaving'>,
): Promise<ExitCode> {
  const { argv, stdin, stdout, stderr, env } = self
  let exitCode: ExitCode = 0
  ignoreClosedPipes([stdout, stderr])
  try {
    // A copy: what is secret in it is taken out of what the programs get that nodeprep starts.
    const io = { stdin, stdout, stderr, env: { ...env }, argv: argv.slice(2), signal, leaving }
    const program = buildProgram(io, (code) => (exitCode = code))
    await program.parseAsync(argv)
  } catch (error) {
    exitCode = report(error, self)
  }
  await Promise.all([stdout, stderr].map(drained))
  return exitCode
}

/** Says what went wrong and what to do about it, without a stack unless NODEPREP_DEBUG=1. */
export function report(error: unknown, { stderr, env }: NodeJS.Process): ExitCode {
  // Commander has said already what is wrong, or has printed the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const known =
    error instanceof NodeprepError ? error : new NodeprepError('internal', messageOf(error), { cause: error })
  const style = styleFor(stderr)
  if (known instanceof InvalidInput)
    stderr.write(`${sanitise(known.message)}\n${style('red', 'error:')} ${count(known.problems.length, 'mistake')}\n`)
  else stderr.write(errorText(known, style))
  if (env['NODEPREP_DEBUG'] === '1') stderr.write(`${stackOf(error)}\n`)
  return exitCodeOfError(known.code)
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return `${error.stack ?? error.message}${error.cause === undefined ? '' : `\ncaused by: ${stackOf(error.cause)}`}`
}

/** A reader that has seen enough, as in `nodeprep plan | head`, is no reason to stop in the middle of a host. */
function ignoreClosedPipes(streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams)
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
    })
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()))
}
