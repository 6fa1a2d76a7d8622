import { readFileSync } from 'node:fs'
import type { Cluster } from '../config/cluster.ts'
import { messageOf, NodeprepError } from '../errors.ts'
import type { Facts } from '../plan/facts.ts'
import { planHosts, type HostWithFacts } from '../plan/plan-hosts.ts'
import { compile } from '../program/compile.ts'
import type { ExitCode } from '../report/exit-code.ts'
import type { FolderFlags, HostFlags } from './flags.ts'
import { gather } from './gather.ts'
import { defaultPlaybook, loadInputs } from './inputs.ts'
import type { Io } from './io.ts'

export interface RenderFlags extends HostFlags, FolderFlags {
  readonly host: string
  readonly facts?: string | undefined
}

/** `nodeprep render FILE --host NAME`: prints the program that apply would send to a host. */
export async function render(io: Io, file: string, flags: RenderFlags): Promise<ExitCode> {
  const inputs = loadInputs(file, defaultPlaybook, flags)
  requireHost(inputs.cluster, flags.host)
  const { found, exitCode } =
    flags.facts === undefined
      ? await gather(io, inputs.cluster, flags)
      : { found: readFacts(flags.facts, inputs.cluster, flags.host), exitCode: 0 as const }
  const plan = planHosts({ ...inputs, hosts: found })
  const host = plan.hosts.find((one) => one.host === flags.host)
  if (host === undefined) return exitCode === 0 ? 3 : exitCode
  io.stdout.write(compile(host, { mode: 'apply', nonce: 'by-hand', run: 'by-hand', who: 'nodeprep render' }))
  return 0
}

function requireHost({ hosts }: Cluster, wanted: string): void {
  const names = hosts.map(({ name }) => name)
  if (names.includes(wanted)) return
  const remedy = `The hosts are ${names.join(', ')}.`
  throw new NodeprepError('invalid-input', `--host: no host ${wanted} in the cluster`, { remedy })
}

/** Facts as `nodeprep facts --output json` prints them, or of the one host alone. */
function readFacts(file: string, { hosts }: Cluster, wanted: string): HostWithFacts[] {
  const known = parse(file)
  const byName = isFacts(known) ? { [wanted]: known } : (known as Readonly<Record<string, unknown>>)
  const found = hosts.flatMap((host) => {
    const facts = byName[host.name]
    return isFacts(facts) ? [{ host, facts }] : []
  })
  if (found.some(({ host }) => host.name === wanted)) return found
  throw new NodeprepError('invalid-input', `${file}: no facts of host ${wanted}`, {
    remedy: 'Write them on a machine that reaches the host: nodeprep facts cluster.yaml --output json',
  })
}

function parse(file: string): object {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof value === 'object' && value !== null) return value
  } catch (cause) {
    throw new NodeprepError('invalid-input', `${file}: ${messageOf(cause)}`, { cause })
  }
  throw new NodeprepError('invalid-input', `${file}: expected an object of facts by host name`)
}

function isFacts(value: unknown): value is Facts {
  return typeof value === 'object' && value !== null && 'os' in value && 'packageManager' in value
}
