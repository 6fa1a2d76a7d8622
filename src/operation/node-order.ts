import type { Cluster } from '../cluster/cluster.ts'
import { NodeprepError } from '../errors.ts'
import { initHostOf } from '../kubernetes/init-host.ts'
import { resolve } from '../kubernetes/resolve.ts'
import { withoutFiles } from '../facts/files.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { runContexts } from '../plan/run-context.ts'
import type { DeadNodeContext, NodeContext } from '../playbook/context.ts'
import { renderCondition, renderString } from '../playbook/templates/template.ts'
import type { NodeClass, Operation, OptionValues } from './operation.ts'

export interface OperationInputs {
  readonly cluster: Cluster
  readonly hosts: readonly HostWithFacts[]
  readonly options: OptionValues
  readonly limit?: readonly string[] | undefined
  /** Nodes that it is about though nothing can be asked of them; `cluster` does not have them. */
  readonly dead?: readonly DeadNodeContext[] | undefined
}

/** The nodes that an operation is about, in the order of their turns, and the control plane that leads. */
export interface Turns {
  readonly lead: string
  readonly nodes: readonly NodeContext[]
  /** How many may be out of service at the same time. */
  readonly atOnce: number
}

/**
 * Puts the nodes in order. Throws `invalid-input` when a host is not a node of the cluster, or no node matches.
 */
export function turnsOf(operation: Operation, inputs: OperationInputs): Turns {
  const { cluster, hosts, options, limit } = inputs
  const { file, nodes } = operation
  const wanted = hosts.filter(({ host }) => limit?.includes(host.name) ?? true)
  if (!nodes.strangers) requireNodes(wanted)
  if (nodes.whole !== undefined && limit !== undefined) requireWhole(nodes.whole, inputs, wanted)
  const runOf = runContexts(cluster, hosts, limit)
  const lead = nodes.named ? leadBeside(operation.name, inputs) : initHostOf(cluster, hosts)
  const contexts = wanted.map(({ host, facts }) => ({
    ...{ host, facts: withoutFiles(facts), resolved: resolve(cluster, host, facts) },
    dead: false as const,
  }))
  const place = { file, line: 1 }
  const holds = (template: string, node: (typeof contexts)[number]): boolean =>
    renderCondition(template, { cluster, ...node, run: runOf(node.host), options }, place, 'a condition of nodes')
  const meant = contexts
    .filter((node) => nodes.when === undefined || holds(nodes.when, node))
    .map((node) => ({ ...node, interrupted: nodes.interrupted !== undefined && holds(nodes.interrupted, node) }))
  if (meant.length === 0 && contexts.length > 0)
    throw new NodeprepError('invalid-input', nodes.none ?? `${operation.name} is about none of these nodes`)
  const classOf = (node: NodeContext): NodeClass => {
    if (nodes.order.includes('interrupted') && node.interrupted) return 'interrupted'
    if (nodes.order.includes('lead') && node.host.name === lead) return 'lead'
    return node.host.role === 'worker' ? 'workers' : 'control-planes'
  }
  const rank = (node: NodeContext): number => {
    const at = nodes.order.indexOf(classOf(node))
    return at < 0 ? nodes.order.length : at
  }
  const ranked = meant.map((node) => [rank(node), node] as const).sort(([a], [b]) => a - b)
  const atOnce = renderString(nodes.atOnce, { cluster, options }, place).trim()
  return { lead, nodes: ranked.map(([, node]) => node), atOnce: countOf(atOnce, meant.length, file) }
}

/** A number, or a percentage of all, at least one. */
function countOf(text: string, all: number, file: string): number {
  const [, digits = '', percent = ''] = /^(\d{1,6})(%?)$/.exec(text) ?? []
  const count = percent === '%' ? Math.floor((Number(digits) * all) / 100) : Number(digits)
  if (digits === '' || Number(digits) === 0)
    throw new NodeprepError('invalid-input', `${file}: nodes.atOnce: not a number of nodes or a percentage: ${text}`)
  return Math.max(1, count)
}

function requireNodes(wanted: readonly HostWithFacts[]): void {
  const strangers = wanted.filter(({ facts }) => facts.kubernetes.state === 'none').map(({ host }) => host.name)
  if (strangers.length === 0) return
  throw new NodeprepError('invalid-input', `not in the cluster yet: ${strangers.join(', ')}`, {
    remedy: 'nodeprep apply makes them nodes; leave them out with --limit.',
  })
}

/** Refuses nodes of a cluster that goes on. A control plane that did not answer may well be one of it. */
function requireWhole(why: string, { cluster, hosts, limit }: OperationInputs, wanted: readonly HostWithFacts[]): void {
  const joined = (name: string) => hosts.find(({ host }) => host.name === name)?.facts.kubernetes.state !== 'none'
  const goesOn = cluster.hosts.some(
    ({ name, role }) => role === 'control-plane' && !limit?.includes(name) && joined(name),
  )
  const members = wanted.map(({ host }) => host.name).filter(joined)
  if (goesOn && members.length > 0) throw new NodeprepError('invalid-input', `${members.join(', ')}: ${why}`)
}

/** A control plane that stays. */
function leadBeside(name: string, { cluster, hosts, limit = [] }: OperationInputs): string {
  const left = hosts.filter(
    ({ host, facts }) => !limit.includes(host.name) && facts.kubernetes.state === 'control-plane',
  )
  if (left.length === 0)
    throw new NodeprepError('invalid-input', `${name} leaves no control plane that answers`, {
      remedy: 'To take the whole cluster apart, run nodeprep reset.',
    })
  return initHostOf(cluster, left)
}
