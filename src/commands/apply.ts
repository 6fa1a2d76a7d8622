import type { ExitCode } from '../report/exit-code.ts'
import { converge } from './converge.ts'
import type { FolderFlags, HostFlags, ReportFlags } from './flags.ts'
import { defaultPlaybook, loadInputs } from './inputs.ts'
import type { Io } from './io.ts'
import { fetchKubeconfig } from './kubeconfig.ts'
import { readPlan } from './plan-document.ts'

export interface ApplyFlags extends HostFlags, FolderFlags, ReportFlags {
  readonly yes?: true | undefined
  readonly kubeconfig?: string | undefined
}

/** `nodeprep apply FILE`: does what is missing. FILE is a cluster.yaml, or a plan that must still hold. */
export async function apply(io: Io, file: string, flags: ApplyFlags): Promise<ExitCode> {
  const bound = file.endsWith('.json') ? readPlan(file) : undefined
  const wanted = { ...flags, ...bound?.inputs }
  const inputs = loadInputs(bound?.inputs.cluster ?? file, bound?.inputs.playbook ?? defaultPlaybook, wanted)
  // A plan was looked at already: there is nothing left to ask.
  const ask = flags.yes !== true && bound === undefined
  const { exitCode } = await converge({ ...inputs, io, flags: wanted, mode: 'apply', ask, bound: bound?.plan })
  if (exitCode === 0 && flags.kubeconfig !== undefined)
    await fetchKubeconfig(io, inputs.cluster, flags.kubeconfig, flags)
  return exitCode
}
