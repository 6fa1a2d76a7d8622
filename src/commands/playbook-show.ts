import { loadPlaybook } from '../playbook/loading/load.ts'
import type { PlaybookStep } from '../playbook/playbook.ts'
import type { ExitCode } from '../report/exit-code.ts'
import { jsonLine } from '../report/json-lines.ts'
import { oneLine, pad } from '../report/text.ts'
import type { PlaybookListFlags } from './playbook-list.ts'
import { playbookFolders } from './inputs.ts'
import type { Io } from './io.ts'

/** `nodeprep playbook show PLAYBOOK`: its steps in order, those of included playbooks among them. */
export function playbookShow({ stdout }: Io, name: string, flags: PlaybookListFlags): ExitCode {
  const playbook = loadPlaybook(name, playbookFolders(flags))
  if (flags.output === 'json') {
    stdout.write(jsonLine(playbook))
    return 0
  }
  const width = (of: (step: PlaybookStep) => string) => Math.max(0, ...playbook.steps.map((step) => of(step).length))
  const [ids, kinds] = [width(({ id }) => id), width(({ kind }) => kind)]
  stdout.write(`${oneLine(playbook.description)}\n${playbook.file}\n\n`)
  for (const { id, kind, when } of playbook.steps)
    stdout.write(`${pad(id, ids)}  ${pad(kind, kinds)}  ${oneLine(when.join(' and '))}`.trimEnd() + '\n')
  return 0
}
