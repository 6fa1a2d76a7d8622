import type { Facts } from '../facts/facts.ts'
import type { HostState } from '../report/host-state.ts'
import type { NodeReport } from './cluster-report.ts'

/** Hosts that were not looked at, by why. */
const byError: Readonly<Record<string, string>> = {
  'host-key-mismatch': 'HostKeyChanged',
  'host-key-unknown': 'HostKeyUnknown',
  'auth-failed': 'LoginFailed',
  'become-failed': 'SudoFailed',
  unreachable: 'Unreachable',
  'connection-lost': 'Unreachable',
}

export interface Known {
  readonly state: HostState
  readonly facts: Facts | undefined
  readonly node: NodeReport | undefined
  /** The API server answers; undefined where it could not be asked. */
  readonly api: boolean | undefined
  /** Names of the early checks that refuse the host. */
  readonly refusals: readonly string[]
}

/** What is to be said of a host in one word, in the spelling of kubectl. */
export function hostWord({ state, facts, node, api, refusals }: Known): string {
  if (facts === undefined) return byError[state.ended?.error?.code ?? ''] ?? 'Failed'
  if (refusals.includes('other-cluster')) return 'OtherCluster'
  if (refusals.includes('removed')) return 'Removed'
  if (facts.kubernetes.cutOff) return 'CutOff'
  if (facts.kubernetes.state === 'none') return 'NotJoined'
  if (api !== true) return 'Unknown'
  if (node === undefined) return 'NoNode'
  const word = node.ready === 'True' ? 'Ready' : 'NotReady'
  return node.cordoned ? `${word},cordoned` : word
}
