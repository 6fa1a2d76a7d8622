import { loadWithNotices, type Loaded } from '../config/load.ts'
import { NodeprepError } from '../errors.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { obstacles } from '../kubernetes/upgrade/obstacles.ts'
import { upgradePath } from '../kubernetes/upgrade/upgrade-path.ts'
import { compareVersions } from '../kubernetes/versions/compare.ts'
import { withoutDead } from '../operation/dead-nodes.ts'
import { earlyChecks } from '../preflight/early-checks.ts'
import type { ExitCode } from '../report/exit-code.ts'
import { jsonLine } from '../report/json-lines.ts'
import { gather } from './gather.ts'
import { ignoringChecks, runOnce, type OperationRun } from './operation-once.ts'

/**
 * An operation that goes to the version of cluster.yaml by way of others, each of them reached by all nodes before the next one
 * begins. Whatever stands in the way anywhere on the path is said before a host is touched. A plan is of the first stage: what
 * the next ones find is known after it.
 */
export async function runStages(run: OperationRun): Promise<ExitCode> {
  const { io, operation, file, flags, options, bound } = run
  const { cluster } = withoutDead(operation, loadWithNotices(file).cluster, flags)
  const { found, exitCode } = await gather(io, cluster, { ...flags, limit: undefined })
  if (exitCode !== 0) return exitCode
  const { version } = cluster.kubernetes
  const from = versionInUse(found)
  const via = String(options['via'] ?? '')
  const path = upgradePath(from, version, via === '' ? [] : via.split(','))
  const stages = (path.length === 0 ? [version] : path).map((stage) => loadWithNotices(file, { version: stage }))
  if (path.length > 0) refuse(run, found, from, stages)
  say(run, from, path)
  const now = flags.plan === true || bound !== undefined ? stages.slice(0, 1) : stages
  for (const stage of now) {
    const ended = await runOnce(run, stage)
    if (ended !== 0) return ended
  }
  return 0
}

/** The oldest of the control planes, by what kubelet is there: it is what kubeadm upgrades last. */
function versionInUse(hosts: readonly HostWithFacts[]): string {
  const known = hosts.filter(({ host }) => host.role === 'control-plane').map(({ facts }) => facts.live.kubelet)
  const [oldest] = known.filter((one) => one !== '').toSorted(compareVersions)
  if (oldest === undefined)
    throw new NodeprepError(
      'invalid-input',
      'no control plane of cluster.yaml says which version of Kubernetes it runs',
      {
        remedy: 'nodeprep apply makes a cluster of the hosts; nodeprep facts shows what is known of them.',
      },
    )
  return oldest
}

/** Throws `preflight` with every obstacle to any version on the path. */
function refuse(
  { operation }: OperationRun,
  hosts: readonly HostWithFacts[],
  from: string,
  stages: readonly Loaded[],
): void {
  const path = stages.map(({ cluster }) => cluster.kubernetes.version)
  const checked = stages.flatMap(({ cluster }) =>
    earlyChecks(ignoringChecks(cluster, operation), hosts).map(
      ({ host, message, remedy }) => `${host}: ${cluster.kubernetes.version}: ${message}. ${remedy}`,
    ),
  )
  const all = [...obstacles(hosts, from, path).map(({ host, message }) => `${host}: ${message}`), ...checked]
  if (all.length === 0) return
  throw new NodeprepError(
    'preflight',
    `the cluster cannot be upgraded from ${from} to ${path.at(-1) ?? from}; nothing was changed\n${all.map((one) => `  ${one}`).join('\n')}`,
    {
      remedy: 'Remove what is named, and run the same command again.',
    },
  )
}

function say({ io, flags }: OperationRun, from: string, path: readonly string[]): void {
  const versions = [from, ...path]
  if (flags.output === 'json') io.stdout.write(jsonLine({ type: 'upgrade-path', versions }))
  else if (path.length > 0) io.stdout.write(`Kubernetes ${versions.join(' → ')}\n`)
}
