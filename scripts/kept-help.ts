import type { Command } from '@commander-js/extra-typings'
import type { KeptHelp } from '../src/cli/kept-help.ts'
import type { Io } from '../src/commands/io.ts'
import { buildProgram } from '../src/commands/program.ts'

/** The help of every command as it is printed. */
export function keptHelp(): KeptHelp {
  const kept: Record<string, string> = {}
  let printed = ''
  const write = (text: string): boolean => {
    printed += text
    return true
  }
  const io = { stdout: { write }, stderr: { write } } as unknown as Io
  const keep = (command: Command, words: readonly string[]): void => {
    printed = ''
    command.outputHelp()
    kept[[...words, '--help'].join(' ')] = printed
    for (const inner of command.commands) keep(inner as Command, [...words, inner.name()])
  }
  keep(
    buildProgram(io, () => undefined),
    [],
  )
  return kept
}
