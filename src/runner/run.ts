import { randomBytes } from 'node:crypto'
import type { PlanFile } from '../bound-plan/plan-file.ts'
import type { HostOutcome } from '../report/event.ts'
import { exitCodeOf, type ExitCode } from '../report/exit-code.ts'
import { formatProblem } from '../yaml/problem.ts'
import { HostSet } from './host-set.ts'
import { sayLeaving, sayStopping } from './interruption-notes.ts'
import type { RunOptions } from './run-options.ts'

export interface RunResult {
  readonly exitCode: ExitCode
  readonly hosts: Readonly<Record<string, HostOutcome>>
  /** Of mode `plan`: what `plan --out` writes. */
  readonly planFile: PlanFile | undefined
}

/** A name for a run that sorts by time: `20261121T101500-3f9a`. */
export function newRunName(): string {
  const time = new Date().toISOString().replaceAll(/[-:]|\..*/g, '')
  return `${time}-${randomBytes(2).toString('hex')}`
}

/** What comes after the facts: a third of all code. It is loaded while the hosts gather them, and asked for again after that. */
const loadPlanning = () => import('./plan-or-apply.ts')

/** Plans or applies a playbook on the hosts of a cluster. Rejects with a NodeprepError only before anything was changed. */
export async function runCluster(options: RunOptions): Promise<RunResult> {
  const { cluster, mode, emit, limit, logFile, signal, leaving, again } = options
  const began = Date.now()
  const run = newRunName()
  const set = new HostSet({ ...options, run, onWaiting: () => void loadPlanning().catch(() => undefined) })
  const targets = set.targets(limit)
  const ended = (exitCode: ExitCode): void => {
    const at = Date.now()
    const durationMs = at - began
    emit({ type: 'run-ended', at, exitCode, durationMs, hosts: set.outcomes(), changed: set.changed() })
  }
  const stop = (): void => sayStopping(set)
  const leave = (): void => {
    sayLeaving(set, again)
    ended(130)
  }
  emit({ type: 'run-started', at: began, run, mode, cluster: cluster.name, hosts: targets, logFile })
  for (const notice of options.notices ?? [])
    emit({
      ...{ type: 'note', at: Date.now(), host: undefined, level: notice.level === 'warning' ? 'warning' : 'info' },
      message: formatProblem(notice).replace(/\n +/, '; '),
    })
  signal.addEventListener('abort', stop)
  leaving.addEventListener('abort', leave)
  try {
    const planFile = await work(options, set, targets)
    const hosts = set.outcomes()
    const exitCode = exitCodeOf(Object.values(hosts))
    ended(exitCode)
    return { exitCode, hosts, planFile }
  } finally {
    signal.removeEventListener('abort', stop)
    leaving.removeEventListener('abort', leave)
    await set.close()
  }
}

async function work(options: RunOptions, set: HostSet, targets: readonly string[]): Promise<PlanFile | undefined> {
  const { limit, signal } = options
  const hosts = await set.connect(targets, limit !== undefined)
  const { planOrApply } = await loadPlanning()
  if (!signal.aborted) return await planOrApply(options, set, hosts)
  set.endRest('interrupted', 'interrupted before anything was changed')
  return undefined
}
