import { loadPlaybook } from '../playbook/loading/load.ts'
import { namesIn } from '../playbook/loading/names-in.ts'
import type { ExitCode } from '../report/exit-code.ts'
import { jsonLine } from '../report/json-lines.ts'
import { oneLine, pad } from '../report/text.ts'
import type { FolderFlags, OutputKind } from './flags.ts'
import { playbookFolders } from './inputs.ts'
import type { Io } from './io.ts'

export interface PlaybookListFlags extends Pick<FolderFlags, 'playbooks'> {
  readonly output: OutputKind
}

/** `nodeprep playbook list`: every playbook that can be run by name. */
export function playbookList({ stdout }: Io, flags: PlaybookListFlags): ExitCode {
  const folders = playbookFolders(flags)
  const playbooks = namesIn(folders, 'Playbook').map((name) => {
    const { description, file } = loadPlaybook(name, folders)
    return { name, description, file }
  })
  const width = Math.max(0, ...playbooks.map(({ name }) => name.length))
  for (const playbook of playbooks)
    stdout.write(
      flags.output === 'json' ? jsonLine(playbook) : `${pad(playbook.name, width)}  ${oneLine(playbook.description)}\n`,
    )
  return 0
}
