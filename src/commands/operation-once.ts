import type { PlanFile } from '../bound-plan/plan-file.ts'
import { keepPlan } from '../bound-plan/plan-document.ts'
import type { Cluster } from '../cluster/cluster.ts'
import type { Loaded } from '../config/load.ts'
import { withoutDead } from '../operation/dead-nodes.ts'
import type { Operation, OptionValues } from '../operation/operation.ts'
import { operationPlaybook } from '../operation/operation-playbook.ts'
import { loadTemplates } from '../playbook/loading/load-templates.ts'
import type { ExitCode } from '../report/exit-code.ts'
import { converge } from './converge.ts'
import type { FolderFlags, HostFlags, ReportFlags } from './flags.ts'
import { templateFolders } from './inputs.ts'
import type { Io } from './io.ts'
import { againOf } from './operation-again.ts'

export interface OperationFlags extends HostFlags, FolderFlags, ReportFlags {
  readonly plan?: true | undefined
  readonly out?: string | undefined
  readonly yes?: true | undefined
  readonly dead?: readonly string[] | undefined
  /** The name of the cluster, for those that would be asked for it. */
  readonly cluster?: string | undefined
}

/** An operation with all that its command line said. */
export interface OperationRun {
  readonly io: Io
  readonly operation: Operation
  readonly file: string
  readonly flags: OperationFlags
  readonly options: OptionValues
  readonly bound?: PlanFile | undefined
}

/** The cluster without the checks of hosts that do not count while the operation runs. */
export function ignoringChecks(cluster: Cluster, { ignoreChecks }: Operation): Cluster {
  return { ...cluster, ignoreChecks: [...cluster.ignoreChecks, ...ignoreChecks] }
}

/** Runs or plans it on a cluster: that of the file, or what the file would describe with other settings. */
export async function runOnce(
  { io, operation, file, flags, options, bound }: OperationRun,
  { cluster: read, notices }: Loaded,
): Promise<ExitCode> {
  const { cluster: living, dead, limit } = withoutDead(operation, read, flags)
  const cluster = ignoringChecks(living, operation)
  const steps = Object.values(operation.phases).flat()
  const templates = loadTemplates({ steps }, templateFolders(flags))
  const result = await converge({
    ...{ io, flags: { ...flags, limit }, cluster, notices, templates, asksControlPlanes: true },
    playbook: { steps, make: (hosts) => operationPlaybook(operation, { cluster, hosts, options, limit, dead }) },
    mode: flags.plan === true ? 'plan' : 'apply',
    ask: flags.yes !== true && bound === undefined,
    ...(operation.confirm && { word: read.name }),
    bound,
    ...(bound && { again: againOf(operation, file, flags, options) }),
  })
  await keepPlan(result, flags, { cluster: file, playbook: operation.name, options })
  return result.exitCode
}
