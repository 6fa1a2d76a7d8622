import { NodeprepError } from '../errors.ts'
import type { Operation, OptionValue } from '../operation/operation.ts'
import { readOption } from '../operation/options.ts'
import type { ExitCode } from '../report/exit-code.ts'
import type { Io } from './io.ts'
import { runOperation } from './operation.ts'
import type { OperationFlags } from './operation-once.ts'

/** `nodeprep operation run NAME FILE --set NAME=VALUE…`: its options as texts. Throws `invalid-input`. */
export function operationRun(
  io: Io,
  name: string,
  file: string,
  { set, ...flags }: OperationFlags & { readonly set?: readonly string[] | undefined },
): Promise<ExitCode> {
  return runOperation(io, name, file, flags, (operation) => givenBy(set ?? [], operation))
}

function givenBy(set: readonly string[], { name, options }: Operation): Readonly<Record<string, OptionValue>> {
  const given = set.map((text) => {
    const at = text.indexOf('=')
    const [option, value] = at < 0 ? [text, 'true'] : [text.slice(0, at), text.slice(at + 1)]
    const spec = Object.hasOwn(options, option) ? options[option] : undefined
    const known = Object.keys(options).join(', ') || 'none'
    if (!spec) throw new NodeprepError('invalid-input', `${name} has no option ${option}; its options: ${known}`)
    const read = readOption(spec, value)
    if (typeof read === 'object') throw new NodeprepError('invalid-input', `--set ${option}: ${read.wrong}`)
    return [option, read] as const
  })
  return Object.fromEntries(given)
}
