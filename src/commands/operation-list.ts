import { flagOf } from '../operation/flag-of.ts'
import { loadOperation } from '../operation/load-operation.ts'
import { namesIn } from '../playbook/loading/names-in.ts'
import type { ExitCode } from '../report/exit-code.ts'
import { jsonLine } from '../report/json-lines.ts'
import { oneLine, pad } from '../report/text.ts'
import { playbookFolders } from './inputs.ts'
import type { Io } from './io.ts'
import type { PlaybookListFlags } from './playbook-list.ts'

/** `nodeprep operation list`: every operation that can be run by name, with its options. */
export function operationList({ stdout }: Io, flags: PlaybookListFlags): ExitCode {
  const folders = playbookFolders(flags)
  const operations = namesIn(folders, 'Operation').map((name) => loadOperation(name, folders))
  const width = Math.max(0, ...operations.map(({ name }) => name.length))
  for (const { name, description, file, options } of operations) {
    if (flags.output === 'json') {
      stdout.write(jsonLine({ name, description, file, options }))
      continue
    }
    stdout.write(`${pad(name, width)}  ${oneLine(description)}\n`)
    for (const [option, { description: meaning }] of Object.entries(options))
      stdout.write(`${' '.repeat(width)}    ${flagOf(option)}: ${oneLine(meaning)}\n`)
  }
  return 0
}
