import { execa } from 'execa'
import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { quote } from '../../src/shell/sh.ts'
import type { Evidence } from './evidence.ts'
import { filesBelow } from './client-files.ts'
import type { Bed } from './plant.ts'

export interface Run {
  readonly name: string
  readonly exitCode: number | undefined
  readonly expected: number
  readonly output: string
  readonly ms: number
}

/** One call of nodeprep on the management machine. */
interface Call {
  readonly args: readonly string[]
  readonly expected: number
  /** On a terminal of its own, where the live view is drawn. */
  readonly live?: boolean
  readonly env?: Readonly<Record<string, string>>
}

/** From a bare host to a cluster, every way that something can be said of it. `render` comes first, while there is much to do. */
function calls({ hosts }: Bed): readonly Call[] {
  const later = hosts.filter((host) => host !== 'cp1')
  return [
    { args: ['validate', 'inline.yaml'], expected: 2 },
    { args: ['playbook', 'show', './own.yaml'], expected: 0 },
    ...(hosts.length === 2 ? [{ args: ['validate', 'broken.yaml'], expected: 2 }] : []),
    { args: ['facts', 'cluster.yaml', '--output', 'json'], expected: 0 },
    { args: ['plan', 'cluster.yaml', '--log-file', 'logs/plan.log'], expected: 4 },
    { args: ['plan', 'openssh.yaml', '--output', 'json'], expected: 4 },
    { args: ['render', 'cluster.yaml', '--host', 'cp1'], expected: 0 },
    { args: ['plan', 'cluster.yaml', '--limit', 'cp1', '--out', 'plans/p.json'], expected: 4 },
    {
      args: [
        'apply',
        'plans/p.json',
        '--output',
        'json',
        '--log-file',
        'logs/cp1.log',
        '--kubeconfig',
        'kubeconfig/admin.conf',
      ],
      expected: 0,
    },
    { args: ['apply', 'openssh.yaml', '--yes', '--log-file', 'logs/join.log'], expected: 0 },
    { args: ['apply', 'cluster.yaml', '--yes'], expected: 0, live: true },
    { args: ['apply', 'openssh.yaml', '--yes', '--output', 'json'], expected: 0 },
    { args: ['playbook', 'run', './own.yaml', 'cluster.yaml', '--yes', '--log-file', 'logs/own.log'], expected: 1 },
    { args: ['playbook', 'run', './own.yaml', 'openssh.yaml', '--yes', '--output', 'json'], expected: 1 },
    { args: ['playbook', 'run', './own.yaml', 'cluster.yaml', '--yes'], expected: 1, live: true },
    { args: ['render', 'cluster.yaml', '--host', later[0] ?? 'cp1'], expected: 0 },
  ]
}

async function call({ lab, folder, bundle, env }: Bed, { args, live, expected }: Call): Promise<Run> {
  const words = ['nsenter', `--net=${lab.netns}`, process.execPath, bundle, ...args]
  const began = Date.now()
  const [file = '', ...rest] = live === true ? ['script', '-qec', words.map(quote).join(' '), '/dev/null'] : words
  const options =
    live === true ? { ...env, NO_COLOR: undefined, TERM: 'xterm-256color', COLUMNS: '120', LINES: '40' } : env
  const { exitCode, all } = await execa(file, rest, {
    ...{ cwd: folder, reject: false, stdin: 'ignore', all: true, extendEnv: true, env: options, timeout: 900_000 },
  })
  return {
    name: `${args.join(' ')}${live === true ? ' (live)' : ''}`,
    exitCode,
    expected,
    output: all,
    ms: Date.now() - began,
  }
}

/** Does all of it, in order, also after a run that ended otherwise than it should. */
export async function travel(bed: Bed, progress: (text: string) => void): Promise<readonly Run[]> {
  for (const name of ['logs', 'plans', 'kubeconfig']) await mkdir(join(bed.folder, name))
  const runs: Run[] = []
  for (const one of calls(bed)) {
    const run = await call(bed, one)
    progress(`${String(run.exitCode)}  ${(run.ms / 1000).toFixed(1)} s  nodeprep ${run.name}`)
    runs.push(run)
  }
  return runs
}

/** What the client printed and left behind. */
export async function clientEvidence({ folder }: Bed, runs: readonly Run[]): Promise<readonly Evidence[]> {
  const printed = runs.map(({ name, output }) => {
    const place = name.includes('--output json') ? 'JSON events' : 'output'
    return { machine: 'client', place, where: `nodeprep ${name}`, text: output }
  })
  const mode = await stat(join(folder, 'kubeconfig/admin.conf')).then(
    (found) => found.mode,
    () => 0,
  )
  const kubeconfig = await filesBelow(join(folder, 'kubeconfig'), 'kubeconfig')
  return [
    ...printed,
    ...(await filesBelow(join(folder, 'logs'), 'run logs')),
    ...(await filesBelow(join(folder, 'plans'), 'plan files')),
    ...(await filesBelow(join(folder, 'home'), 'state and cache')),
    ...(await filesBelow(join(folder, 'state'), 'state and cache')),
    ...(await filesBelow(join(folder, 'cache'), 'state and cache')),
    ...kubeconfig.map((one) => ({ ...one, access: `${(mode & 0o777).toString(8)} root` })),
  ]
}
