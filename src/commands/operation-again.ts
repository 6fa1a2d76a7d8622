import { relative } from 'node:path'
import type { Operation, OptionValues } from '../operation/operation.ts'
import { writtenOption } from '../operation/options.ts'
import type { FolderFlags, HostFlags } from './flags.ts'

/** The command line that goes on with what a bound plan began. */
export function againOf(
  operation: Operation,
  file: string,
  flags: FolderFlags & Pick<HostFlags, 'limit'>,
  options: OptionValues,
): readonly string[] {
  const { limit, playbooks, templates } = flags
  const set = Object.entries(operation.options).flatMap(([name, spec]) => {
    const written = writtenOption(spec, options[name])
    return written === undefined ? [] : ['--set', `${name}=${written}`]
  })
  return [
    ...['operation', 'run', operation.name, relative('', file), ...set],
    ...(limit === undefined ? [] : ['--limit', limit.join(',')]),
    ...(playbooks === undefined ? [] : ['--playbooks', playbooks]),
    ...(templates === undefined ? [] : ['--templates', templates]),
  ]
}
