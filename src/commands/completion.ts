import type { Command } from 'commander'
import type { ExitCode } from '../report/exit-code.ts'
import { bashCompletion } from './completion-bash.ts'
import { fishCompletion } from './completion-fish.ts'
import { commandShapes } from './completion-shape.ts'
import type { Io } from './io.ts'

export type CompletingShell = 'bash' | 'zsh' | 'fish'

/** `nodeprep completion SHELL`: prints a script that completes commands, flags and files, made of the commands themselves. */
export function completion({ stdout }: Io, program: unknown, shell: CompletingShell): ExitCode {
  const shapes = commandShapes(program as Command)
  const zsh = `#compdef nodeprep\nautoload -U +X compinit bashcompinit\ncompinit\nbashcompinit\n`
  if (shell === 'fish') stdout.write(fishCompletion(shapes))
  else stdout.write(`${shell === 'zsh' ? zsh : ''}${bashCompletion(shapes)}`)
  return 0
}
