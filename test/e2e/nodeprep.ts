import { execa } from 'execa'
import { join } from 'node:path'
import type { Event, StepEnded } from '../../src/report/event.ts'
import type { Lab } from '../lab/lab.ts'

const root = join(import.meta.dirname, '../..')

export interface Outcome {
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
  /** Of a run with `--output json`. */
  readonly events: readonly Event[]
}

export interface Call {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** The arguments with `--yes` where the command changes hosts: tests have no terminal. A bound plan needs none. */
export function confirmed(args: readonly string[]): readonly string[] {
  const [name, next = ''] = args
  const changes =
    (name === 'apply' && !next.endsWith('.json')) ||
    (name === 'playbook' && next === 'run') ||
    (['migrate-runtime', 'upgrade'].includes(name ?? '') && !args.includes('--plan'))
  return changes && !args.includes('--yes') ? [...args, '--yes'] : args
}

/** argv that runs the bundle inside the lab's network. */
export function command(lab: Lab, args: readonly string[]): [string, ...string[]] {
  return ['nsenter', `--net=${lab.netns}`, process.execPath, join(root, 'dist/nodeprep.js'), ...confirmed(args)]
}

/** Runs the command line inside the lab's network, as a user on a management machine would. */
export async function nodeprep(lab: Lab, args: readonly string[], { cwd, env = {}, signal }: Call): Promise<Outcome> {
  const [file, ...rest] = command(lab, args)
  const { exitCode, stdout, stderr } = await execa(file, rest, {
    ...{ cwd, reject: false, stdin: 'ignore', ...(signal && { cancelSignal: signal }), forceKillAfterDelay: false },
    env: { NO_COLOR: '1', ...env },
  })
  const json = args.includes('json') && stdout !== ''
  const events = json ? stdout.split('\n').map((line) => JSON.parse(line) as Event) : []
  return { exitCode, stdout, stderr, events }
}

/** What the steps of a run came to: `cp1 crio changed`, without those that were ok or skipped. */
export function changes(events: readonly Event[]): readonly string[] {
  return events
    .filter((event): event is StepEnded => event.type === 'step-ended')
    .filter(({ outcome }) => outcome !== 'ok' && outcome !== 'skipped')
    .map(({ host, step, outcome }) => `${host} ${step} ${outcome}`)
}
