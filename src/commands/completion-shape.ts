import type { Command } from 'commander'

/** What may follow one command on a command line. */
export interface CommandShape {
  /** `playbook run`; '' for nodeprep itself. */
  readonly path: string
  readonly description: string
  readonly commands: readonly string[]
  readonly options: readonly OptionShape[]
  /** Fixed words that its first argument can be. */
  readonly words: readonly string[]
}

export interface OptionShape {
  /** `--output`. */
  readonly long: string
  readonly description: string
  /** What its value is; undefined for a switch. */
  readonly value: 'path' | 'choice' | 'other' | undefined
  readonly choices: readonly string[]
}

/** A command and all below it, the command itself first. */
export function commandShapes(command: Command, path = ''): CommandShape[] {
  const shape: CommandShape = {
    path,
    description: command.description(),
    commands: command.commands.map((inner) => inner.name()),
    options: [...command.createHelp().visibleOptions(command)].flatMap(optionShape),
    words: command.registeredArguments[0]?.argChoices ?? [],
  }
  return [shape, ...command.commands.flatMap((inner) => commandShapes(inner, `${path} ${inner.name()}`.trim()))]
}

function optionShape(option: Command['options'][number]): OptionShape[] {
  const { long, description, argChoices, required } = option
  if (long === undefined) return []
  const path = /<(file|folder)>/.test(option.flags)
  const value = argChoices === undefined ? (path ? 'path' : required ? 'other' : undefined) : 'choice'
  return [{ long, description, value, choices: argChoices ?? [] }]
}
