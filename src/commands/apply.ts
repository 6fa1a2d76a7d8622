import { relative } from 'node:path'
import { NodeprepError } from '../errors.ts'
import type { ExitCode } from '../report/exit-code.ts'
import { converge } from './converge.ts'
import type { FolderFlags, HostFlags, ReportFlags } from './flags.ts'
import { defaultPlaybook, loadInputs } from './inputs.ts'
import type { Io } from './io.ts'
import type { Collected } from './kubeconfig.ts'

export interface ApplyFlags extends HostFlags, FolderFlags, ReportFlags {
  readonly yes?: true | undefined
  readonly kubeconfig?: string | undefined
}

/** `nodeprep apply FILE`: does what is missing. FILE is a cluster.yaml, or a plan that must still hold. */
export async function apply(io: Io, file: string, flags: ApplyFlags): Promise<ExitCode> {
  // Most runs need none of this code, and none of what writes a kubeconfig.
  const document = file.endsWith('.json') ? await import('../bound-plan/plan-document.ts') : undefined
  const bound = document?.readPlan(file)
  if (bound?.inputs.options !== undefined) {
    const { cluster, playbook, options, ...folders } = bound.inputs
    if (flags.kubeconfig !== undefined)
      throw new NodeprepError('invalid-input', '--kubeconfig cannot be combined with the plan of an operation')
    const { runOperation } = await import('./operation.ts')
    return runOperation(io, playbook, cluster, { ...flags, ...folders }, options, bound.plan)
  }
  const wanted = { ...flags, ...bound?.inputs }
  const inputs = await loadInputs(bound?.inputs.cluster ?? file, bound?.inputs.playbook ?? defaultPlaybook, wanted)
  // A plan was looked at already: there is nothing left to ask.
  const ask = flags.yes !== true && bound === undefined
  const again = document &&
    bound && [...againOf(io.argv, file, bound.inputs.cluster), ...document.wordsOf(bound.inputs)]
  const run = { ...inputs, io, flags: wanted, mode: 'apply', ask, bound: bound?.plan, again } as const
  if (flags.kubeconfig === undefined) return (await converge(run)).exitCode
  const { saveKubeconfig, withKubeconfig } = await import('./kubeconfig.ts')
  let collected: Collected | undefined
  const { exitCode } = await converge({
    ...{ ...run, playbook: withKubeconfig(inputs.playbook, wanted), asksControlPlanes: true },
    collect: (from, _name, text) => (collected = { from, text }),
  })
  if (exitCode === 0) await saveKubeconfig(io, inputs.cluster, flags.kubeconfig, collected)
  return exitCode
}

/** A plan does not hold any more once some of it was done: its cluster.yaml does, with the flags the plan was made by. */
function againOf(argv: readonly string[], file: string, cluster: string): readonly string[] {
  return argv.map((word) => (word === file ? relative('', cluster) : word))
}
