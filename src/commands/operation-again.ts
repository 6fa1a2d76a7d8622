import { relative } from 'node:path'
import type { Operation, OptionValues } from '../operation/operation.ts'
import { writtenOption } from '../operation/options.ts'
import { wordsOf, type SelectingFlags } from '../bound-plan/plan-document.ts'

/** The command line that goes on with what a bound plan began. */
export function againOf(
  operation: Operation,
  file: string,
  flags: SelectingFlags,
  options: OptionValues,
): readonly string[] {
  const set = Object.entries(operation.options).flatMap(([name, spec]) => {
    const written = writtenOption(spec, options[name])
    return written === undefined ? [] : ['--set', `${name}=${written}`]
  })
  return ['operation', 'run', operation.name, relative('', file), ...set, ...wordsOf(flags)]
}
