import { noLiveFacts } from '../../src/facts/live/live.ts'
import type { Facts } from '../../src/facts/facts.ts'
import { notJoined } from '../kubernetes/fixtures.ts'
import type { Event, HostEnded, HostOutcome, StepEnded } from '../../src/report/event.ts'

const start = Date.UTC(2026, 10, 21, 10, 15)
const total = 12

export const facts: Facts = {
  os: { id: 'debian', family: 'debian', version: '12', codename: 'bookworm', name: 'Debian GNU/Linux 12 (bookworm)' },
  ...{ arch: 'amd64', kernel: '6.1.0-38-amd64', init: 'systemd', packageManager: 'apt', cgroup: 2, cpus: 4 },
  ...{ memoryMiB: 8192, hostname: 'cp1', machineId: 'c0ffee', productUuid: '', address: '10.0.0.11' },
  ...{ address6: '', addresses: [] },
  ...{
    selinux: 'absent',
    swap: false,
    kubernetes: notJoined,
    containerd: { format: 0 },
    files: {},
    live: noLiveFacts,
    uid: 0,
    clockOffset: 0,
    clockError: 0,
    made: [],
  },
}

/** Writes a run's events down as a test wants them. Times are seconds after the run's start. */
export class Script {
  readonly events: Event[] = []

  constructor(hosts: readonly string[], mode: 'apply' | 'plan' = 'apply', logFile = '/state/runs/r1.log') {
    this.events.push({ type: 'run-started', at: start, run: 'r1', mode, cluster: 'demo', hosts, logFile })
  }

  connecting(host: string, at = 0): this {
    this.events.push({ type: 'host-connecting', at: start + at * 1000, host, via: `ssh root@${host}:22` })
    return this
  }

  facts(host: string): this {
    this.events.push({ type: 'host-facts', at: start, host, facts })
    return this
  }

  note(host: string | undefined, level: 'info' | 'warning', message: string): this {
    this.events.push({ type: 'note', at: start, host, level, message })
    return this
  }

  started(host: string, index: number, title: string, at = 0): this {
    const step = `step-${index}`
    this.events.push({ type: 'step-started', at: start + at * 1000, host, step, title, index, total })
    return this
  }

  output(host: string, text: string): this {
    this.events.push({ type: 'step-output', at: start, host, step: 'step-1', text })
    return this
  }

  step(host: string, index: number, title: string, rest: Partial<StepEnded> = {}): this {
    const step = `step-${index}`
    const common = { at: start, host, step, title, index, total }
    this.events.push({ type: 'step-started', ...common })
    const ended = { outcome: 'ok', durationMs: 4200, diff: undefined, output: undefined } as const
    this.events.push({ type: 'step-ended', ...common, ...ended, ...rest })
    return this
  }

  ended(host: string, outcome: HostOutcome, error?: HostEnded['error']): this {
    const changed = outcome === 'changed' ? 2 : 0
    this.events.push({ type: 'host-ended', at: start, host, outcome, changed, durationMs: 41_000, error })
    return this
  }

  finished(exitCode: 0 | 1 | 3 | 4 | 130): Event[] {
    const ends = this.events.filter((event) => event.type === 'host-ended')
    const hosts = Object.fromEntries(ends.map(({ host, outcome }) => [host, outcome]))
    const changed = ends.reduce((sum, end) => sum + end.changed, 0)
    this.events.push({ type: 'run-ended', at: start + 63_000, exitCode, durationMs: 63_000, hosts, changed })
    return this.events
  }
}

/** A point in time of a scripted run, milliseconds since the epoch. */
export function at(seconds: number): number {
  return start + seconds * 1000
}

export const refused: HostEnded['error'] = {
  code: 'unreachable',
  message: 'w2 (10.0.0.22:22): connection refused',
  remedy: 'See that sshd runs there and that address and port are right.',
}

/** An apply in which everything happens that can: changes, a warning, a failure, an unreachable and a blocked host. */
export function eventfulApply(): Event[] {
  const script = new Script(['cp1', 'w1', 'w2', 'w3'])
  for (const host of ['cp1', 'w1', 'w2', 'w3']) script.connecting(host)
  script.facts('cp1').facts('w1').ended('w2', 'unreachable', refused)
  script.step('cp1', 1, 'kernel module overlay loaded', { outcome: 'changed' })
  script.note('cp1', 'info', 'waiting for the apt lock held by pid 123 (apt-get)')
  script.note(undefined, 'warning', 'packages of cri-o are not checked: gpgCheck is off')
  script.step('cp1', 2, 'swap off').step('cp1', 3, 'package kubelet=1.20.2', { outcome: 'changed' })
  script.step('w1', 1, 'kernel module overlay loaded', { outcome: 'changed' })
  script.output('w1', 'Job for crio.service failed.\n')
  script.step('w1', 7, 'service crio enabled and running', {
    outcome: 'failed',
    output: 'Job for \u001B[1mcrio.service\u001B[0m failed.\nSee journalctl -xe.',
  })
  const remedy = 'The step is crio of playbooks/cri-o.yaml:31.'
  const message = 'service crio enabled and running (apply ended with status 1)'
  script.ended('w1', 'failed', { code: 'step-failed', message, remedy }).ended('cp1', 'changed')
  const waits = 'joined to the cluster: blocked: join will not be provided'
  script.step('w3', 11, 'joined to the cluster', { outcome: 'blocked' })
  return script.ended('w3', 'blocked', { code: 'step-failed', message: waits, remedy: undefined }).finished(1)
}

export const crictlDiff = '--- /etc/crictl.yaml\n+++ /etc/crictl.yaml\n@@ -1 +1 @@\n-timeout: 2\n+timeout: 10\n'

/** A plan of two hosts, one with nothing to do. */
export function plan(): Event[] {
  const script = new Script(['cp1', 'w1'], 'plan').connecting('cp1').connecting('w1')
  script.step('cp1', 1, 'swap off', { outcome: 'would-change' })
  script.step('cp1', 2, 'file /etc/crictl.yaml', { outcome: 'would-change', diff: crictlDiff })
  script.step('w1', 1, 'swap off').ended('w1', 'ok').ended('cp1', 'would-change')
  return script.finished(4)
}
