import type { ExitCode } from '../report/exit-code.ts'
import { converge } from './converge.ts'
import type { FolderFlags, HostFlags, ReportFlags } from './flags.ts'
import { defaultPlaybook, loadInputs } from './inputs.ts'
import type { Io } from './io.ts'
import { writePlan } from './plan-document.ts'

export interface PlanFlags extends HostFlags, FolderFlags, ReportFlags {
  readonly out?: string | undefined
}

/** `nodeprep plan FILE`: says what an apply would change; changes nothing. */
export async function plan(io: Io, file: string, flags: PlanFlags): Promise<ExitCode> {
  const inputs = loadInputs(file, defaultPlaybook, flags)
  const { exitCode, planFile } = await converge({ ...inputs, io, flags, mode: 'plan', ask: false })
  const { out, limit, playbooks, templates } = flags
  if (out !== undefined && planFile !== undefined && (exitCode === 0 || exitCode === 4))
    await writePlan(out, { cluster: file, playbook: defaultPlaybook, limit, playbooks, templates }, planFile)
  return exitCode
}
