import { InvalidArgumentError, Option, type Command } from '@commander-js/extra-typings'
import { flags } from './flags.ts'
import { flagOf } from '../operation/flag-of.ts'
import type { OptionSpec } from '../operation/operation.ts'
import { readOption, takes } from '../operation/options.ts'

/** What the command line knows of an operation before it is loaded. */
export interface OperationSummary {
  readonly name: string
  readonly description: string
  readonly options: Readonly<Record<string, OptionSpec>>
  readonly confirm?: boolean
}

/** Gives a command the options of an operation. */
export function addOptions(command: Command<unknown[]>, { options, confirm = false }: OperationSummary): void {
  if (confirm) command.addOption(flags.cluster())
  for (const [name, spec] of Object.entries(options)) command.addOption(optionOf(name, spec))
}

function optionOf(name: string, spec: OptionSpec): Option {
  const { type, choices, default: value } = spec
  // Shown alone: what is left out gets its default with the other options.
  const description = value === undefined ? spec.description : `${spec.description} (default: ${value})`
  if (type === 'boolean') return new Option(flagOf(name), description)
  const option = new Option(`${flagOf(name)} ${takes[type]}`, description)
  if (choices) return option.choices([...choices])
  option.argParser((text) => {
    const read = readOption(spec, text)
    if (typeof read === 'object') throw new InvalidArgumentError(`${read.wrong}.`)
    return read
  })
  return option
}
