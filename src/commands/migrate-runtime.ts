import type { RuntimeKind } from '../config/cluster.ts'
import { loadCluster } from '../config/load.ts'
import { NodeprepError } from '../errors.ts'
import { migrationPlaybook, type MigrationOptions } from '../kubernetes/migration.ts'
import { runtimeNames } from '../kubernetes/runtimes.ts'
import { loadPlaybook } from '../playbook/load.ts'
import { loadTemplates } from '../playbook/load-templates.ts'
import type { ExitCode } from '../report/exit-code.ts'
import { converge } from './converge.ts'
import type { FolderFlags, HostFlags, ReportFlags } from './flags.ts'
import { playbookFolders, templateFolders } from './inputs.ts'
import type { Io } from './io.ts'

export interface MigrateRuntimeFlags extends HostFlags, FolderFlags, ReportFlags {
  readonly to?: RuntimeKind | undefined
  readonly rollback?: true | undefined
  readonly removeOld?: true | undefined
  readonly plan?: true | undefined
  readonly drainTimeout: number
  readonly deleteEmptydirData?: true | undefined
  readonly force?: true | undefined
  readonly yes?: true | undefined
}

/** `nodeprep migrate-runtime FILE --to KIND`: moves live nodes to another container runtime, one after the other. */
export async function migrateRuntime(io: Io, file: string, flags: MigrateRuntimeFlags): Promise<ExitCode> {
  const { to } = flags
  requireOneWay(flags)
  const written = loadCluster(file)
  const read = to === undefined ? written : loadCluster(file, to)
  // That a kubelet is pointed at another runtime is what this is for.
  const cluster = { ...read, ignoreChecks: [...read.ignoreChecks, 'runtime'] }
  const folders = playbookFolders(flags)
  const parts = {
    control: loadPlaybook('migrate-control', folders),
    node: loadPlaybook(to === undefined ? 'migrate-rollback' : 'migrate-node', folders),
  }
  const templates = loadTemplates(parts.node, templateFolders(flags))
  const wanted: MigrationOptions = {
    ...{ to, limit: flags.limit, drainTimeout: flags.drainTimeout, removeOld: flags.removeOld ?? false },
    ...{ deleteEmptydirData: flags.deleteEmptydirData ?? false, force: flags.force ?? false },
  }
  const { exitCode } = await converge({
    ...{ io, flags, cluster, templates, asksControlPlanes: true },
    playbook: (hosts) => migrationPlaybook(cluster, parts, wanted, hosts),
    mode: flags.plan === true ? 'plan' : 'apply',
    ask: flags.yes !== true,
  })
  if (exitCode === 0 && flags.output === 'human') io.stdout.write(advice(file, written.runtime.kind, flags))
  return exitCode
}

function requireOneWay({ to, rollback, removeOld }: MigrateRuntimeFlags): void {
  const wrong =
    (to === undefined) === (rollback === undefined)
      ? 'give either --to cri-o, --to containerd or --rollback'
      : rollback && removeOld
        ? '--remove-old has no meaning with --rollback'
        : undefined
  if (wrong !== undefined) throw new NodeprepError('invalid-input', wrong)
}

/** The file is the user's: nodeprep does not write it. */
function advice(file: string, kind: RuntimeKind, { to, limit, plan }: MigrateRuntimeFlags): string {
  if (plan === true || to === undefined || to === kind) return ''
  const rest = limit === undefined ? '' : ' once all nodes are moved'
  return `Write runtime: { kind: ${to} } into ${file}${rest}: apply refuses nodes that run by another runtime than ${runtimeNames[kind].title} until then.\n`
}
