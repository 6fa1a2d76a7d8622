import { loadWithNotices } from '../config/load.ts'
import type { Cluster, RuntimeKind } from '../config/cluster.ts'
import { NodeprepError } from '../errors.ts'
import { loadOperation } from '../operation/load-operation.ts'
import type { Operation, OptionValues } from '../operation/operation.ts'
import { operationPlaybook } from '../operation/operation-playbook.ts'
import { optionValues, readOption } from '../operation/options.ts'
import { loadTemplates } from '../playbook/load-templates.ts'
import type { ExitCode } from '../report/exit-code.ts'
import { converge } from './converge.ts'
import type { FolderFlags, HostFlags, ReportFlags } from './flags.ts'
import { playbookFolders, templateFolders } from './inputs.ts'
import type { Io } from './io.ts'

export interface OperationFlags extends HostFlags, FolderFlags, ReportFlags {
  readonly plan?: true | undefined
  readonly yes?: true | undefined
}

/** An operation on the nodes of a cluster: `given` are its own options, by name. */
export async function runOperation(
  io: Io,
  name: string,
  file: string,
  flags: OperationFlags,
  given: Readonly<Record<string, unknown>>,
): Promise<ExitCode> {
  const operation = loadOperation(name, playbookFolders(flags))
  const options = optionValues(operation, given)
  const kind = settingOf(operation, options)
  const written = loadWithNotices(file)
  const { cluster: read, notices } = kind === undefined ? written : loadWithNotices(file, kind)
  const cluster = { ...read, ignoreChecks: [...read.ignoreChecks, ...operation.ignoreChecks] }
  const steps = Object.values(operation.phases).flat()
  const templates = loadTemplates({ ...operation, steps }, templateFolders(flags))
  const { limit } = flags
  const { exitCode } = await converge({
    ...{ io, flags, cluster, notices, templates, asksControlPlanes: true },
    playbook: (hosts) => operationPlaybook(operation, { cluster, hosts, options, limit }),
    mode: flags.plan === true ? 'plan' : 'apply',
    ask: flags.yes !== true,
  })
  if (exitCode === 0 && flags.plan !== true && flags.output === 'human')
    io.stdout.write(advice(file, written.cluster, kind, limit))
  return exitCode
}

/** `nodeprep operation run NAME FILE --set NAME=VALUE…`: its options as texts. Throws `invalid-input`. */
export async function operationRun(
  io: Io,
  name: string,
  file: string,
  { set, ...flags }: OperationFlags & { readonly set?: readonly string[] | undefined },
): Promise<ExitCode> {
  const { options } = loadOperation(name, playbookFolders(flags))
  const given = (set ?? []).map((text) => {
    const at = text.indexOf('=')
    const [option, value] = at < 0 ? [text, 'true'] : [text.slice(0, at), text.slice(at + 1)]
    const spec = Object.hasOwn(options, option) ? options[option] : undefined
    const known = Object.keys(options).join(', ') || 'none'
    if (!spec) throw new NodeprepError('invalid-input', `${name} has no option ${option}; its options: ${known}`)
    const read = readOption(spec, value)
    if (typeof read === 'object') throw new NodeprepError('invalid-input', `--set ${option}: ${read.wrong}`)
    return [option, read] as const
  })
  return runOperation(io, name, file, flags, Object.fromEntries(given))
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
