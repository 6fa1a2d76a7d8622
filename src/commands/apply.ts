import { relative } from 'node:path'
import type { ExitCode } from '../report/exit-code.ts'
import { converge } from './converge.ts'
import type { FolderFlags, HostFlags, ReportFlags } from './flags.ts'
import { defaultPlaybook, loadInputs } from './inputs.ts'
import type { Io } from './io.ts'
import { fetchKubeconfig } from './kubeconfig.ts'
import { readPlan, wordsOf, type PlanInputs } from '../bound-plan/plan-document.ts'

export interface ApplyFlags extends HostFlags, FolderFlags, ReportFlags {
  readonly yes?: true | undefined
  readonly kubeconfig?: string | undefined
}

/** `nodeprep apply FILE`: does what is missing. FILE is a cluster.yaml, or a plan that must still hold. */
export async function apply(io: Io, file: string, flags: ApplyFlags): Promise<ExitCode> {
  const bound = file.endsWith('.json') ? readPlan(file) : undefined
  if (bound?.inputs.options !== undefined) {
    const { cluster, playbook, options, ...folders } = bound.inputs
    const { runOperation } = await import('./operation.ts')
    return runOperation(io, playbook, cluster, { ...flags, ...folders }, options, bound.plan)
  }
  const wanted = { ...flags, ...bound?.inputs }
  const inputs = loadInputs(bound?.inputs.cluster ?? file, bound?.inputs.playbook ?? defaultPlaybook, wanted)
  // A plan was looked at already: there is nothing left to ask.
  const ask = flags.yes !== true && bound === undefined
  const again = bound === undefined ? io.argv : againOf(io.argv, file, bound.inputs)
  const { exitCode } = await converge({ ...inputs, io, flags: wanted, mode: 'apply', ask, bound: bound?.plan, again })
  if (exitCode === 0 && flags.kubeconfig !== undefined)
    await fetchKubeconfig(io, inputs.cluster, flags.kubeconfig, flags)
  return exitCode
}

/** A plan does not hold any more once some of it was done: its cluster.yaml does, with the flags the plan was made by. */
function againOf(argv: readonly string[], file: string, inputs: PlanInputs): readonly string[] {
  return [...argv.map((word) => (word === file ? relative('', inputs.cluster) : word)), ...wordsOf(inputs)]
}
