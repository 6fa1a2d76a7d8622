import type { Cluster, RuntimeKind } from '../config/cluster.ts'
import { NodeprepError } from '../errors.ts'
import type { HostWithFacts } from '../plan/plan-hosts.ts'
import { runContext } from '../plan/run-context.ts'
import type { Playbook, PlaybookStep } from '../playbook/playbook.ts'
import { filledIn } from './filled-in.ts'
import { runtimeAt, runtimeNames } from './runtimes.ts'
import { minorNumber } from './versions.ts'

/** What the user wants of `migrate-runtime`, beside the cluster. */
export interface MigrationOptions {
  /** Left out for a rollback, where each node's own record says it. */
  readonly to?: RuntimeKind | undefined
  readonly limit?: readonly string[] | undefined
  readonly removeOld: boolean
  /** Seconds. */
  readonly drainTimeout: number
  readonly deleteEmptydirData: boolean
  readonly force: boolean
}

/** What a migration is put together from: what a control plane does around one node, and what the node does. */
export interface MigrationParts {
  readonly control: Playbook
  readonly node: Playbook
}

/**
 * The steps of a migration in their order: one node after the other. Those that an earlier run left half way come first, for
 * the API server may be down with them; then workers, control planes, and last the one that drains the others. Throws
 * `invalid-input` when a host is no node, or there is nothing to roll back.
 */
export function migrationPlaybook(
  cluster: Cluster,
  { control, node }: MigrationParts,
  options: MigrationOptions,
  hosts: readonly HostWithFacts[],
): Playbook {
  const moved = movedNodes(hosts, options)
  const [any] = moved
  const lead = any ? runContext(cluster, any.host, hosts, options.limit).initHost : ''
  const own = node.steps.map((step) => onNodes(filledIn(step, '', { REMOVE: String(options.removeOld) }), moved))
  const first = own.filter(comesFirst)
  const last = own.filter(({ awaits }) => awaits.some((name) => name.startsWith('moved-')))
  const between = own.filter((step) => !first.includes(step) && !last.includes(step))
  const around = (one: HostWithFacts): readonly PlaybookStep[] => {
    const steps = control.steps
      .filter(({ id }) => id !== 'migrate-healthy' || needsHealth(one))
      .map((step) => filledIn(step, `-${one.host.name}`, valuesOf(cluster, one, options)))
      .map((step) => ({ ...step, when: [...step.when, '{{eq host.name run.initHost}}'] }))
    return one.host.name === lead ? [...steps.slice(0, -1), ...between, ...steps.slice(-1)] : steps
  }
  const leadMoves = moved.some(({ host }) => host.name === lead)
  const ordered = [...moved].sort((a, b) => rank(a, lead) - rank(b, lead))
  const steps = [...first, ...ordered.flatMap(around), ...(leadMoves ? [] : between), ...last]
  return { ...node, name: 'migrate-runtime', steps }
}

function movedNodes(hosts: readonly HostWithFacts[], { to, limit }: MigrationOptions): readonly HostWithFacts[] {
  const wanted = hosts.filter(({ host }) => limit?.includes(host.name) ?? true)
  const strangers = wanted.filter(({ facts }) => facts.kubernetes.state === 'none').map(({ host }) => host.name)
  if (strangers.length > 0)
    throw new NodeprepError('invalid-input', `not in the cluster yet: ${strangers.join(', ')}`, {
      remedy: 'nodeprep apply makes them nodes with the runtime of cluster.yaml; leave them out with --limit.',
    })
  const moved = to === undefined ? wanted.filter(({ facts }) => facts.kubernetes.migratedFrom !== '') : wanted
  if (moved.length > 0 || wanted.length === 0) return moved
  throw new NodeprepError('invalid-input', 'there is nothing to roll back: none of these nodes was moved', {
    remedy: 'nodeprep migrate-runtime --to moves them.',
  })
}

/** What has to be known of a node before it is drained; the next one is no part of it but stands in the way as well. */
function comesFirst({ id, provides }: PlaybookStep): boolean {
  return id === 'one-containerd' || provides.some((name) => name.startsWith('able-'))
}

/** With a node that is down already, the control plane may well be unhealthy because of it. */
function needsHealth({ host, facts }: HostWithFacts): boolean {
  return host.role === 'control-plane' && !facts.kubernetes.migrating
}

function rank({ host, facts }: HostWithFacts, lead: string): number {
  if (facts.kubernetes.migrating) return 0
  if (host.role === 'worker') return 1
  return host.name === lead ? 3 : 2
}

function onNodes(step: PlaybookStep, nodes: readonly HostWithFacts[]): PlaybookStep {
  const names = nodes.map(({ host }) => `(eq host.name "${host.name}")`)
  return { ...step, when: [...step.when, `{{or ${names.join(' ')}}}`] }
}

function valuesOf(cluster: Cluster, { host, facts }: HostWithFacts, options: MigrationOptions) {
  const { title, socket, scheme } =
    options.to === undefined ? runtimeAt(facts.kubernetes.migratedFrom) : runtimeNames[options.to]
  return {
    NODE: host.name,
    ROLE: host.role,
    TITLE: title,
    SCHEME: scheme,
    // As kubeadm itself writes it: a bare path before 1.24.
    SOCKET: minorNumber(cluster.kubernetes.minor) >= 24 ? `unix://${socket}` : socket,
    TIMEOUT: String(options.drainTimeout),
    EMPTYDIR: String(options.deleteEmptydirData),
    FORCE: String(options.force),
  }
}
