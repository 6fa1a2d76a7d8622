import { CommanderError } from '@commander-js/extra-typings'
import type { Io } from '../commands/io.ts'
import { buildProgram } from '../commands/program.ts'
import { InvalidInput } from '../yaml/problem.ts'
import { messageOf, NodeprepError } from '../errors.ts'
import { errorText } from '../report/error-text.ts'
import { exitCodeOfError, type ExitCode } from '../report/exit-code.ts'
import { styleFor } from '../report/style.ts'
import { count, sanitise } from '../report/text.ts'

/** Runs one command line to its end. Never rejects; everything is written when it resolves. */
export async function main(
  self: NodeJS.Process,
  { signal, leaving }: Pick<Io, 'signal' | 'leaving'>,
): Promise<ExitCode> {
  const { argv, stdout, stderr, env } = self
  let exitCode: ExitCode = 0
  const lost = watchOutputs({ stdout, stderr })
  try {
    // A copy: what is secret in it is taken out of what the programs get that nodeprep starts.
    const io: Io = {
      // Node opens it when it is first asked for, which takes some milliseconds.
      get stdin() {
        return self.stdin
      },
      ...{ stdout, stderr, env: { ...env }, argv: argv.slice(2), signal, leaving },
    }
    const program = buildProgram(io, (code) => (exitCode = code))
    await program.parseAsync(argv)
  } catch (error) {
    exitCode = report(error, self)
  }
  await Promise.all([stdout, stderr].map(drained))
  if (lost.why === undefined) return exitCode
  stderr.write(`error: ${lost.why}: what was said there is incomplete\n`)
  return exitCode === 0 ? 1 : exitCode
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

/**
 * Nothing that happens to an output is a reason to stop in the middle of a host. A reader that has seen enough, as in
 * `nodeprep plan | head`, is not even worth a word; a full disk is, at the end.
 */
function watchOutputs(streams: Readonly<Record<string, NodeJS.WriteStream>>): { why: string | undefined } {
  const lost: { why: string | undefined } = { why: undefined }
  for (const [name, stream] of Object.entries(streams))
    stream.on('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'ENOSPC' ? 'no space left on device' : error.message
      if (error.code !== 'EPIPE' && error.code !== 'EIO') lost.why ??= `cannot write to ${name}: ${reason}`
    })
  return lost
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()))
}
