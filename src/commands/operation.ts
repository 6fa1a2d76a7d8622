import { loadWithNotices } from '../config/load.ts'
import type { Cluster } from '../cluster/cluster.ts'
import type { RuntimeKind } from '../cluster/runtime-kinds.ts'
import { NodeprepError } from '../errors.ts'
import { withoutDead } from '../operation/dead-nodes.ts'
import { loadOperation } from '../operation/load-operation.ts'
import type { Operation, OptionValues } from '../operation/operation.ts'
import { operationPlaybook } from '../operation/operation-playbook.ts'
import { optionValues } from '../operation/options.ts'
import type { PlanFile } from '../bound-plan/plan-file.ts'
import { loadTemplates } from '../playbook/loading/load-templates.ts'
import type { ExitCode } from '../report/exit-code.ts'
import { converge } from './converge.ts'
import type { FolderFlags, HostFlags, ReportFlags } from './flags.ts'
import { playbookFolders, templateFolders } from './inputs.ts'
import type { Io } from './io.ts'
import { againOf } from './operation-again.ts'
import { keepPlan } from '../bound-plan/plan-document.ts'

export interface OperationFlags extends HostFlags, FolderFlags, ReportFlags {
  readonly plan?: true | undefined
  readonly out?: string | undefined
  readonly yes?: true | undefined
  readonly dead?: readonly string[] | undefined
}

type Given = Readonly<Record<string, unknown>>

/** An operation on the nodes of a cluster: `given` are its own options, by name. `bound` is a plan that must still hold. */
export async function runOperation(
  io: Io,
  name: string,
  file: string,
  flags: OperationFlags,
  given: Given | ((operation: Operation) => Given),
  bound?: PlanFile,
): Promise<ExitCode> {
  requireToBePlanned(name, flags)
  const operation = loadOperation(name, playbookFolders(flags))
  const options = optionValues(operation, typeof given === 'function' ? given(operation) : given)
  const kind = settingOf(operation, options)
  const written = loadWithNotices(file)
  const { cluster: read, notices } = kind === undefined ? written : loadWithNotices(file, kind)
  const { cluster: living, dead, limit } = withoutDead(operation, read, flags)
  const cluster = { ...living, ignoreChecks: [...living.ignoreChecks, ...operation.ignoreChecks] }
  const steps = Object.values(operation.phases).flat()
  const templates = loadTemplates({ steps }, templateFolders(flags))
  const result = await converge({
    ...{ io, flags: { ...flags, limit }, cluster, notices, templates, asksControlPlanes: true },
    playbook: { steps, make: (hosts) => operationPlaybook(operation, { cluster, hosts, options, limit, dead }) },
    mode: flags.plan === true ? 'plan' : 'apply',
    ask: flags.yes !== true && bound === undefined,
    bound,
    ...(bound && { again: againOf(operation, file, flags, options) }),
  })
  await keepPlan(result, flags, { cluster: file, playbook: name, options })
  const { exitCode } = result
  if (exitCode === 0 && flags.plan !== true && flags.output === 'human')
    io.stdout.write(advice(file, written.cluster, kind, flags.limit))
  return exitCode
}

/** A plan names its operation, which has to be found again by that. */
function requireToBePlanned(name: string, { out, plan }: OperationFlags): void {
  if (out === undefined) return
  if (plan !== true) throw new NodeprepError('invalid-input', '--out needs --plan')
  if (/[/.]/.test(name))
    throw new NodeprepError('invalid-input', '--out needs an operation that is given by its name, not by its file', {
      remedy: 'Name its folder with --playbooks.',
    })
}

/** What an option says of spec.runtime.kind, if one was given that does. */
function settingOf({ options }: Operation, values: OptionValues): RuntimeKind | undefined {
  const [name] =
    Object.entries(options).find(([name, { sets }]) => sets === 'runtime.kind' && values[name] !== '') ?? []
  return name === undefined ? undefined : (values[name] as RuntimeKind)
}

/** The file is the user's: nodeprep does not write it. */
function advice(
  file: string,
  { runtime }: Cluster,
  kind: string | undefined,
  limit: readonly string[] | undefined,
): string {
  if (kind === undefined || kind === runtime.kind) return ''
  const when = limit === undefined ? 'Set' : 'Once all nodes have changed, set'
  return `${when} spec.runtime.kind: ${kind} in ${file}. Until then apply refuses the nodes that have changed.\n`
}
