import type { Facts } from '../../src/facts/facts.ts'
import type { Event, HostOutcome, StepEnded } from '../../src/report/event.ts'
import { RunState } from '../../src/report/state.ts'
import type { Look } from '../../src/status/look.ts'
import { clusterOf, controlPlane, factsOf, notJoined, worker } from '../kubernetes/fixtures.ts'

export const at = new Date('2026-11-30T12:00:00Z')

const joined = (state: 'control-plane' | 'worker', more: Partial<Facts> = {}): Facts => {
  const facts = factsOf('debian-12', { kubernetes: { ...notJoined, state, criSocket: '/var/run/crio/crio.sock' } })
  const live = { ...facts.live, networks: ['10-flannel.conflist'] }
  return { ...facts, live, ...more }
}

/** What a healthy host says of itself. */
export const healthyHost = `unit kubelet active
unit crio active
kubeletCgroupDriver systemd
cgroupDriver systemd
sandboxImage registry.k8s.io/pause:3.10
var 51200000 36700160
`

/** What a healthy cluster of cp1 and w1 says of itself. */
export const healthyCluster = `node cp1 kubelet="v1.36.5" runtime="cri-o://1.36.1" ready="True"
node w1 kubelet="v1.36.5" runtime="cri-o://1.36.1" ready="True"
api yes
dns 10.96.0.10 yes
etcd 8211 cp1 https://10.0.0.11:2379
etcd-status 8211 2203648 8211 3.6.4
end
`

export interface Changes {
  /** Facts of the hosts that were reached, by name. */
  readonly facts?: Readonly<Record<string, Partial<Facts>>>
  readonly reports?: Readonly<Record<string, string>>
  readonly cluster?: string | undefined
  readonly events?: readonly Event[]
  readonly more?: Partial<Look>
}

/** A look at cp1 and w1, both healthy but for these changes. */
export function lookOf({
  facts = {},
  reports = {},
  cluster = healthyCluster,
  events = [],
  more = {},
}: Changes = {}): Look {
  const found = new Map([
    [controlPlane.name, { host: controlPlane, facts: joined('control-plane', facts['cp1']) }],
    [worker.name, { host: worker, facts: joined('worker', facts['w1']) }],
  ])
  const state = new RunState()
  for (const event of events) state.apply(event)
  return {
    ...{ cluster: clusterOf(), at, targets: ['cp1', 'w1'], found, state, warnings: [], refusals: [] },
    reports: new Map(Object.entries({ cp1: healthyHost, w1: healthyHost, ...reports })),
    clusterReport: { from: 'cp1', text: cluster },
    outcomes: ['ok', 'ok'],
    ...more,
  }
}

/** A step that an apply would change. */
export function pending(host: string, step: string, title: string): StepEnded {
  const where = { at: 0, host, step, title, index: 1, total: 2, durationMs: 0, diff: undefined, output: undefined }
  return { type: 'step-ended', outcome: 'would-change', ...where }
}

/** The end of a host that could not be looked at. */
export function lost(
  host: string,
  code: 'unreachable' | 'host-key-mismatch' | 'auth-failed',
  outcome: HostOutcome = 'unreachable',
): Event {
  const error = { code, message: `${host} is lost`, remedy: 'Find it.' }
  return { type: 'host-ended', at: 0, host, outcome, changed: 0, durationMs: 0, error }
}
