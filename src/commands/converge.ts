import { join, resolve } from 'node:path'
import envPaths from 'env-paths'
import { messageOf, NodeprepError } from '../errors.ts'
import { noCredentials } from '../registries/credentials.ts'
import { createReport, type Report } from '../report/create.ts'
import { pendingText } from '../report/terminal/pending.ts'
import { pruneRunLogs } from '../report/prune-run-logs.ts'
import { styleFor } from '../report/style.ts'
import { runCluster, type RunResult } from '../runner/run.ts'
import type { RunOptions } from '../runner/run-options.ts'
import { sh } from '../shell/sh.ts'
import { connecting } from './connecting.ts'
import { requireSomebodyToAsk } from './consent.ts'
import type { HostFlags, ReportFlags } from './flags.ts'
import type { Inputs } from './inputs.ts'
import type { Io } from './io.ts'
import { Prompter } from './prompter.ts'
import { knownSecrets } from './known-secrets.ts'
import { registryCredentials } from './registry-passwords.ts'

export interface ConvergeOptions
  extends Omit<Inputs, 'playbook'>, Pick<RunOptions, 'playbook' | 'asksControlPlanes' | 'collect'> {
  readonly io: Io
  readonly flags: HostFlags & ReportFlags
  readonly mode: 'apply' | 'plan' | 'verify'
  /** Show what would change and ask. Where nobody can be asked the run is refused before any host is met. */
  readonly ask: boolean
  /** What has to be typed for a yes; by default `y`. */
  readonly word?: string | undefined
  readonly bound?: RunOptions['bound']
  /** The words of the command line that attaches to this run; by default those of the present one. */
  readonly again?: readonly string[] | undefined
}

/** Runs a playbook on the hosts of a cluster with reporters, log and questions around it. */
export async function converge(options: ConvergeOptions): Promise<RunResult> {
  const { io, flags, cluster, notices, playbook, templates, mode, bound } = options
  const asks = options.ask && mode === 'apply'
  if (asks) requireSomebodyToAsk(io, flags.output)
  const secrets = knownSecrets(cluster, io.env)
  // Whoever looks alone writes no account anywhere.
  const credentials =
    mode === 'verify' ? noCredentials : await registryCredentials(cluster, io.env, new Prompter(io, {}), secrets)
  const runs = join(stateFolder(), 'runs')
  const logFileOf = (run: string) => resolve(flags.logFile ?? join(runs, `${run}.log`))
  const report = await createReport({ output: flags.output, stdout: io.stdout, logFileOf, secrets })
  const prompter = new Prompter(io, report)
  const { limit } = flags
  const approve = asks ? (pending: PendingByHost) => approvePending(pending, io, prompter, options.word) : undefined
  const { emit } = report
  const { leaving } = io
  const again = sh`nodeprep ${options.again ?? io.argv}`.text
  try {
    return await runCluster({
      ...connecting(io, cluster, flags, playbook.steps, { secrets, prompter }),
      ...{ notices, playbook, templates, mode, limit, approve, bound, emit },
      ...{ asksControlPlanes: options.asksControlPlanes, collect: options.collect, leaving, again, credentials },
      scrub: (text, host) => secrets.scrub(text, host),
    })
  } catch (error) {
    throw error instanceof NodeprepError ? error : unexpected(error, report)
  } finally {
    await report.close()
    if (flags.logFile === undefined) pruneRunLogs(runs)
  }
}

type PendingByHost = Parameters<NonNullable<RunOptions['approve']>>[0]

function stateFolder(): string {
  return envPaths('nodeprep', { suffix: '' }).log
}

async function approvePending(
  pending: PendingByHost,
  io: Io,
  prompter: Prompter,
  word: string | undefined,
): Promise<boolean> {
  const style = styleFor(io.stdout)
  const texts = [...pending].flatMap(([host, steps]) => {
    const shown = steps.map(({ step, diff }) => ({ title: step.title, diff }))
    return shown.length === 0 ? [] : [pendingText(host, shown, style)]
  })
  const question = word === undefined ? 'Make these changes? [y/N] ' : `To make these changes, type ${word}: `
  const answer = await prompter.ask(question, { before: texts.join('\n') })
  if (io.signal.aborted) throw new NodeprepError('interrupted', 'interrupted before anything was changed')
  return word === undefined ? /^y(es)?$/i.test(answer?.trim() ?? '') : answer?.trim() === word
}

function unexpected(cause: unknown, { logFile }: Report): NodeprepError {
  const log = logFile === undefined ? '' : ` The log of the run is ${logFile}.`
  return new NodeprepError('internal', messageOf(cause), { cause, remedy: log.trim() })
}
