import type { PlanFile } from '../bound-plan/plan-file.ts'
import type { Cluster } from '../cluster/cluster.ts'
import type { RuntimeKind } from '../cluster/runtime-kinds.ts'
import { loadWithNotices } from '../config/load.ts'
import { NodeprepError } from '../errors.ts'
import { loadOperation } from '../operation/load-operation.ts'
import type { Operation, OptionValues } from '../operation/operation.ts'
import { optionValues } from '../operation/options.ts'
import { renderString } from '../playbook/templates/template.ts'
import type { ExitCode } from '../report/exit-code.ts'
import { playbookFolders } from './inputs.ts'
import type { Io } from './io.ts'
import { runOnce, type OperationFlags, type OperationRun } from './operation-once.ts'

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
  const run: OperationRun = { io, operation, file, flags, options, bound }
  if (operation.stages !== undefined) return await (await import('./operation-stages.ts')).runStages(run)
  const written = loadWithNotices(file)
  if (operation.confirm && bound === undefined) requireTyped(written.cluster.name, flags)
  const exitCode = await runOnce(run, kind === undefined ? written : loadWithNotices(file, { runtime: kind }))
  if (exitCode === 0 && flags.plan !== true && flags.output === 'human')
    io.stdout.write(advice(file, written.cluster, kind, flags.limit) + closingWords(run))
  return exitCode
}

function closingWords({ operation: { message, file: source }, options, file, flags }: OperationRun): string {
  if (message === undefined) return ''
  const hosts = [...(flags.limit ?? []), ...(flags.dead ?? [])].join(', ')
  return `${renderString(message, { options, hosts, file }, { file: source, line: 1 })}\n`
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

/** Where nobody is asked for the cluster's name, the command line has to give it. */
function requireTyped(name: string, { yes, out, cluster }: OperationFlags): void {
  if (cluster === name || (cluster === undefined && yes !== true && out === undefined)) return
  const is = cluster === undefined ? 'has to be given' : `is not ${cluster}`
  throw new NodeprepError('invalid-input', `the name of this cluster ${is}: pass --cluster ${name}`, {
    remedy: 'Nothing was done on any host.',
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
