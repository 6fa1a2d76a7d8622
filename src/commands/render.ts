import type { Cluster } from '../cluster/cluster.ts'
import { loadCluster } from '../config/load.ts'
import { MAX_JSON_SIZE } from '../validation/parse-json.ts'
import { readText } from '../yaml/read-text.ts'
import { NodeprepError } from '../errors.ts'
import { parseFactsFile } from '../facts/facts-file.ts'
import { withFiles } from '../facts/files.ts'
import { planHosts, Unplannable, type PlanInputs } from '../plan/plan-hosts.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import type { Plan } from '../plan/plan.ts'
import { compile } from '../program/compile.ts'
import { errorText } from '../report/error-text.ts'
import type { ExitCode } from '../report/exit-code.ts'
import type { FolderFlags, HostFlags } from './flags.ts'
import { gather } from './gather.ts'
import { readsOf } from './host-questions.ts'
import { defaultPlaybook, loadInputs } from './inputs.ts'
import type { Io } from './io.ts'
import { knownSecrets } from './known-secrets.ts'
import { Prompter } from './prompter.ts'
import { registryCredentials } from './registry-passwords.ts'
import { sudoers } from './sudoers.ts'

export interface RenderFlags extends HostFlags, FolderFlags {
  readonly host?: string | undefined
  readonly sudoers?: true | undefined
  readonly facts?: string | undefined
}

/**
 * `nodeprep render FILE --host NAME`: prints the program that apply would send to a host. With `--sudoers`: what sudo has
 * to allow, on that host or on all.
 */
export async function render(io: Io, file: string, flags: RenderFlags): Promise<ExitCode> {
  if (flags.sudoers) {
    const cluster = loadCluster(file)
    if (flags.host !== undefined) requireHost(cluster, flags.host)
    io.stdout.write(sudoers(cluster, flags.host))
    return 0
  }
  if (flags.host === undefined) throw new NodeprepError('invalid-input', 'render needs --host or --sudoers')
  return await renderProgram(io, file, flags, flags.host)
}

async function renderProgram(io: Io, file: string, flags: RenderFlags, name: string): Promise<ExitCode> {
  const inputs = await loadInputs(file, defaultPlaybook, flags)
  const { cluster } = inputs
  const { steps } = inputs.playbook
  requireHost(cluster, name)
  const credentials = await registryCredentials(cluster, io.env, new Prompter(io, {}), knownSecrets(cluster, io.env))
  const { found, exitCode } =
    flags.facts === undefined
      ? await gather(io, cluster, flags, steps)
      : { found: readFacts(flags.facts, cluster, name, readsOf(steps)), exitCode: 0 as const }
  const { plan, whole } = planOthers(io, { ...inputs, hosts: found, credentials })
  const host = plan.hosts.find((one) => one.host === name)
  if (host !== undefined)
    io.stdout.write(
      compile(host, { mode: 'apply', nonce: 'by-hand', run: 'by-hand', who: 'nodeprep render', library: plan.library }),
    )
  if (!whole) return 1
  if (host !== undefined) return 0
  return exitCode === 0 ? 3 : exitCode
}

/** Names the hosts that cannot be planned and plans the others. Throws {@link Unplannable} where that is so of every host. */
function planOthers({ stderr }: Io, inputs: PlanInputs): { readonly plan: Plan; readonly whole: boolean } {
  try {
    return { plan: planHosts(inputs), whole: true }
  } catch (error) {
    if (!(error instanceof Unplannable) || error.plan.hosts.length === 0) throw error
    stderr.write(errorText(error))
    return { plan: error.plan, whole: false }
  }
}

function requireHost({ hosts }: Cluster, wanted: string): void {
  const names = hosts.map(({ name }) => name)
  if (names.includes(wanted)) return
  const remedy = `The hosts are ${names.join(', ')}.`
  throw new NodeprepError('invalid-input', `--host: no host ${wanted} in the cluster`, { remedy })
}

/** Facts as `nodeprep facts --output json` prints them, or of the one host alone. */
function readFacts(file: string, { hosts }: Cluster, wanted: string, reads: readonly string[]): HostWithFacts[] {
  const byName = parseFactsFile(readText(file, MAX_JSON_SIZE), file, wanted)
  const found = hosts.flatMap((host) => {
    const facts = byName.get(host.name)
    return facts ? [{ host, facts: withFiles(facts, reads) }] : []
  })
  if (found.some(({ host }) => host.name === wanted)) return found
  throw new NodeprepError('invalid-input', `${file}: no facts of host ${wanted}`, {
    remedy: 'Write them on a machine that reaches the host: nodeprep facts cluster.yaml --output json',
  })
}
