import type { ExitCode } from '../report/exit-code.ts'
import type { ApplyFlags } from './apply.ts'
import { converge } from './converge.ts'
import { loadInputs } from './inputs.ts'
import type { Io } from './io.ts'

/** `nodeprep playbook run PLAYBOOK FILE`: applies one playbook, by name or file, to the hosts of a cluster. */
export async function playbookRun(io: Io, playbook: string, file: string, flags: ApplyFlags): Promise<ExitCode> {
  const inputs = await loadInputs(file, playbook, flags)
  const { exitCode } = await converge({ ...inputs, io, flags, mode: 'apply', ask: flags.yes !== true })
  return exitCode
}
