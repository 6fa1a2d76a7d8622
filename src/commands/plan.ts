import type { ExitCode } from '../report/exit-code.ts'
import { converge } from './converge.ts'
import type { FolderFlags, HostFlags, ReportFlags } from './flags.ts'
import { defaultPlaybook, loadInputs } from './inputs.ts'
import type { Io } from './io.ts'

export interface PlanFlags extends HostFlags, FolderFlags, ReportFlags {
  readonly out?: string | undefined
}

/** `nodeprep plan FILE`: says what an apply would change; changes nothing. */
export async function plan(io: Io, file: string, flags: PlanFlags): Promise<ExitCode> {
  const inputs = await loadInputs(file, defaultPlaybook, flags)
  const result = await converge({ ...inputs, io, flags, mode: 'plan', ask: false })
  if (flags.out === undefined) return result.exitCode
  const { keepPlan } = await import('../bound-plan/plan-document.ts')
  await keepPlan(result, flags, { cluster: file, playbook: defaultPlaybook })
  return result.exitCode
}
